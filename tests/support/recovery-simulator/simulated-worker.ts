import { driveAction, platformTiming } from '#lib/services/recovery/drive-action.ts'
import type { RecoveryPorts } from '#lib/services/recovery/recovery-ports.ts'
import { reportOutcomes } from '#lib/services/recovery/report-outcomes.ts'
import { minute } from '#tests/support/recovery-samples.ts'
import type { HostilePlatform } from './hostile-platform.ts'
import type { MemoryStore } from './memory-store.ts'
import type { SimulatedGate } from './simulated-gate.ts'
import type { VirtualTime } from './virtual-time.ts'

interface World {
  readonly time: VirtualTime
  readonly random: () => number
  readonly gate: SimulatedGate
  readonly store: MemoryStore
  readonly platform: HostilePlatform
  readonly plan: (nowMs: number) => void
  readonly startMs: number
  readonly planningEndsMs: number
  readonly hasClockSteps: boolean
}

/** One worker process that dies at any step and comes back with nothing but the store. */
export class SimulatedWorker {
  crashes = 0
  private readonly world: World
  private life = 0
  private stepMs = 0

  constructor(world: World) {
    this.world = world
  }

  async run(): Promise<void> {
    const { time, random, store, plan, planningEndsMs } = this.world
    for (;;) {
      const life = ++this.life
      const ports = this.ports(life)
      const crashed = new Promise<void>((resolve) => (this.onCrash = resolve))
      const work = async () => {
        for (;;) {
          if (time.nowMs < planningEndsMs) plan(this.nowMs())
          for (const actionId of store.actions.keys()) {
            const action = store.read(actionId, this.nowMs())
            if (action) await driveAction(ports, action).catch(ignore)
            // The same reading once more, as when work or an answer is delivered twice.
            if (action && random() < 0.03) await driveAction(ports, action).catch(ignore)
          }
          await reportOutcomes(ports, ignore)
          await this.alive(life, time.sleep(20_000 + random() * 2 * minute))
        }
      }
      void work()
      await crashed
      await time.sleep(random() * 5 * minute)
    }
  }

  private onCrash: () => void = ignore

  private nowMs(): number {
    const { random, hasClockSteps, startMs, time } = this.world
    if (hasClockSteps && random() < 0.01) this.stepMs = Math.round((random() - 0.5) * 4 * 60 * minute)
    return startMs + time.nowMs + this.stepMs
  }

  /** Goes on only while this life lasts: a crashed process hears nothing any more. */
  private alive<Value>(life: number, wait: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      wait.then(
        (value) => {
          if (this.life === life && !this.mayCrash()) resolve(value)
        },
        (error: unknown) => {
          if (this.life === life) reject(error instanceof Error ? error : new Error(String(error)))
        },
      )
    })
  }

  private mayCrash(): boolean {
    if (this.world.random() >= 0.004) return false
    this.crashes += 1
    this.life += 1
    this.onCrash()
    return true
  }

  /** One round trip: the process may die before or after its effect, or be suspended, or lose the answer. */
  private async trip<Value>(life: number, work: () => Value): Promise<Value> {
    const { time, random } = this.world
    await this.alive(life, time.sleep(random() * 50))
    if (random() < 0.005) throw new Error('the connection broke before')
    const value = work()
    await this.alive(life, time.sleep(random() < 0.02 ? random() * 300_000 : random() * 50))
    if (random() < 0.005) throw new Error('the connection broke after')
    return value
  }

  private ports(life: number): RecoveryPorts {
    const { gate, store, platform, time, random } = this.world
    const connector = platform.connector((answer) => this.alive(life, answer))
    return {
      store: {
        save: (action, change) => this.trip(life, () => store.save(action, change)),
        takeTurn: (action, nowMs) => this.trip(life, () => store.takeTurn(action, nowMs)),
      },
      outcomes: {
        listDue: (nowMs) => {
          const due = [...store.owed.values()].filter(({ dueAtMs }) => dueAtMs <= nowMs)
          return Promise.resolve(due.map(({ outcome }) => outcome))
        },
        postpone: (outcome, dueAtMs) =>
          this.trip(life, () => void store.owed.set(outcome.askId, { outcome, dueAtMs })),
        remove: ({ askId }) => this.trip(life, () => void store.owed.delete(askId)),
      },
      gate: {
        ask: ({ accountId, actionType, postId }, actionId) =>
          this.trip(life, () => {
            const asked = { actionId, actionType, targetId: postId, origin: 'executor' } as const
            return gate.ask(accountId, asked, this.nowMs())
          }),
        claim: ({ accountId }, askId) => this.trip(life, () => gate.claim(accountId, askId, this.nowMs())),
        report: (outcome) => this.trip(life, () => gate.report(outcome, this.nowMs())),
      },
      connectorOf: () => Promise.resolve(connector),
      clock: { nowMs: () => this.nowMs(), monotonicMs: () => time.nowMs },
      timing: platformTiming,
      random,
      unknownSince: new Map(),
    }
  }
}

function ignore(): void {
  // The next round looks at the action again.
}
