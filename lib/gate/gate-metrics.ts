import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Decision } from '../contracts/api/decision.ts'
import { countDeliveries } from '../services/executors/count-deliveries.ts'
import type { Runtime } from '../services/runtime.ts'

/** What the gate counts, and its text for Prometheus. */
export interface GateMetrics {
  readonly decided: (decision: Decision, seconds: number) => void
  readonly answered: (route: string, status: number) => void
  readonly text: () => Promise<string>
  readonly contentType: string
}

export function createGateMetrics(runtime: Pick<Runtime, 'accounts' | 'database' | 'clock'>): GateMetrics {
  const registers = [new Registry()]
  const [registry = new Registry()] = registers
  collectDefaultMetrics({ register: registry })
  const decisions = new Counter({
    name: 'interlock_decisions_total',
    help: 'Recorded decisions by verdict and tier; repeats are not counted again.',
    labelNames: ['verdict', 'tier'],
    registers,
  })
  const seconds = new Histogram({
    name: 'interlock_decision_seconds',
    help: 'From a whole request to its durable decision.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  const responses = new Counter({
    name: 'interlock_http_responses_total',
    help: 'Responses of the gate by route and status.',
    labelNames: ['route', 'status'],
    registers,
  })
  const cached = new Gauge({
    name: 'interlock_accounts_in_memory',
    help: 'Accounts whose state is in memory.',
    registers,
  })
  const deliveries = new Gauge({
    name: 'interlock_deliveries',
    help: 'Escalations on their way to executors, and those of the last 24 h that reached nobody.',
    labelNames: ['state'],
    registers,
  })
  return {
    decided: ({ verdict, tier, replayed }, duration) => {
      seconds.observe(duration)
      if (!replayed) decisions.inc({ verdict, tier })
    },
    answered: (route, status) => responses.inc({ route, status }),
    text: async () => {
      cached.set(runtime.accounts.size)
      deliveries.reset()
      // Without a database the other figures are wanted all the more.
      const counts = await countDeliveries(runtime).catch(() => null)
      if (counts) {
        deliveries.set({ state: 'pending' }, counts.pending)
        deliveries.set({ state: 'unrouted' }, counts.unrouted)
      }
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}
