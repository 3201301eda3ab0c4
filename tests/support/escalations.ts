import { deliverySchedule } from '#lib/engine/delivery/after-attempt.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import type { AttemptRules } from '#lib/services/executors/attempt-delivery.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { ask, openAccount } from './gate-runtime.ts'
import { queryDatabase } from './recorded-stream.ts'

/** A lead who may point executors. */
export const lead = { id: 'id-lena', name: 'Lena Ott', role: 'lead' } as const

/** Rules under which nothing is left to chance. */
export const attemptRules: AttemptRules = {
  schedule: deliverySchedule,
  timeoutMs: 1000,
  random: () => 0.5,
  onFailure: (error) => {
    throw error
  },
}

/** The seed's rules with tier 1 routed to an executor of this name. */
export function routedTo(executor: string): Policy {
  const { tiers } = presets.seed.velocity
  const tier1 = { ...tiers.tier_1, executor }
  return { ...presets.seed, velocity: { ...presets.seed.velocity, tiers: { ...tiers, tier_1: tier1 } } }
}

/** Opens an account and asks the gate for so many edits at once: 12 trip tier 1. Answers with its delivery's id. */
export async function tripTier(
  runtime: Runtime,
  accountId: string,
  policy: Policy = presets.seed,
  edits = 12,
): Promise<string> {
  await openAccount(runtime, accountId, policy)
  await editTimes(runtime, accountId, edits)
  const [row] = await deliveriesOf(runtime, accountId)
  return row?.id ?? ''
}

/** Asks the gate for edits of distinct posts, one after the other. */
export async function editTimes(
  runtime: Runtime,
  accountId: string,
  edits: number,
  first = 0,
): Promise<void> {
  for (let n = first; n < first + edits; n += 1) {
    await ask(runtime, {
      accountId,
      actionId: `edit-${String(n)}`,
      agentId: 'writer',
      type: 'edit',
      target: { id: `post-${String(n)}` },
      parameters: {},
      origin: 'agent',
    })
  }
}

export interface DeliveryRow {
  id: string
  executor: string
  status: string
  begun: number
  due_ms: number | null
  detail: string | null
}

/** The deliveries of an account, oldest first. */
export function deliveriesOf(
  { database }: Pick<Runtime, 'database'>,
  accountId: string,
): Promise<DeliveryRow[]> {
  return database.reads
    .query<DeliveryRow>(
      `SELECT id, executor, status, begun, (extract(epoch FROM due_at) * 1000)::float AS due_ms, detail
       FROM delivery WHERE account_id = $1 ORDER BY escalation_seq`,
      [accountId],
    )
    .then(({ rows }) => rows)
}

/** The outcomes in an account's log, in order. */
export async function settledFacts(url: string, accountId: string) {
  const rows = await queryDatabase<{ body: string }>(
    url,
    `SELECT body FROM event WHERE stream = $1 AND type = 'escalation_settled' ORDER BY seq`,
    [`account:${accountId}`],
  )
  return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>)
}
