import type { PoolClient } from 'pg'
import type { RecoveryPlan } from '../../engine/recovery/post-evaluation.ts'
import type { ActionLife } from '../../engine/recovery/action-life.ts'
import { type AccountFact, appendFacts } from '../event-log/append-facts.ts'
import { pooledQuery } from '../event-log/load-streams.ts'
import { dueAt } from './actions.ts'
import { addSteps } from './add-steps.ts'

/** A planned action whose key is to be taken. */
export interface Reservation {
  readonly actionId: string
  readonly postNo: string
  readonly accountId: string
  readonly platform: string
  readonly postId: string
  readonly evaluationNo: string
  readonly plan: RecoveryPlan
  readonly text: string
  /** SHA-256 (hex) of the text. */
  readonly textDigest: string
  /** SHA-256 (hex) of the canonical form of the evaluation's inputs. */
  readonly evaluationDigest: string
  readonly policyVersion: string | null
  readonly baseline: { readonly count: number; readonly of: number }
  readonly life: ActionLife
  readonly atMs: number
}

/**
 * Takes the keys of planned actions and records each in its account's log; answers with how many were taken. A key
 * that another live action has is left to it: the database decides who is first.
 */
export async function reserveActions(
  client: PoolClient,
  reservations: readonly Reservation[],
): Promise<number> {
  const taken: Reservation[] = []
  for (const reservation of reservations) {
    if (await takeKey(client, reservation)) taken.push(reservation)
  }
  if (taken.length === 0) return 0
  const seqs = await appendFacts(pooledQuery(client), taken.map(reservedFact))
  await addSteps(
    client,
    taken.map(({ actionId, atMs }, index) => ({
      actionId,
      status: 'reserved',
      atMs,
      attempt: 0,
      cause: null,
      reference: null,
      seq: seqs[index] ?? 0,
    })),
  )
  return taken.length
}

async function takeKey(client: PoolClient, reservation: Reservation): Promise<boolean> {
  const { actionId, postNo, accountId, evaluationNo, plan, text, baseline, life, atMs } = reservation
  const { rowCount } = await client.query(
    `INSERT INTO recovery_action (id, post_no, account_id, evaluation_no, action_type, intensity, episode,
        idempotency_key, text, baseline_impressions, baseline_engagements, status, life, due_at, reserved_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14, $15)
     ON CONFLICT DO NOTHING`,
    [
      actionId,
      postNo,
      accountId,
      evaluationNo,
      plan.actionType,
      plan.tier,
      plan.episode,
      plan.idempotencyKey,
      text,
      baseline.of,
      baseline.count,
      life.status,
      JSON.stringify(life),
      dueAt(life),
      new Date(atMs),
    ],
  )
  return rowCount === 1
}

function reservedFact(reservation: Reservation): AccountFact {
  const { actionId, accountId, platform, postId, plan, atMs } = reservation
  const { textDigest, evaluationDigest, policyVersion } = reservation
  const data = {
    platform,
    postId,
    recoveryActionId: actionId,
    actionType: plan.actionType,
    intensity: plan.tier,
    episode: plan.episode,
    idempotencyKey: plan.idempotencyKey,
    textDigest,
    evaluationDigest,
    policyVersion,
  }
  return { accountId, event: { type: 'recovery_reserved', data }, atMs }
}
