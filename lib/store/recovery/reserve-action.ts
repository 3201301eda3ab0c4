import type { PoolClient } from 'pg'
import type { RecoveryPlan } from '../../engine/recovery/post-evaluation.ts'
import type { ActionLife } from '../../engine/recovery/action-life.ts'
import { addSteps, dueAt } from './actions.ts'

/** A planned action whose key is to be taken. */
export interface Reservation {
  readonly actionId: string
  readonly postNo: string
  readonly accountId: string
  readonly evaluationNo: string
  readonly plan: RecoveryPlan
  readonly text: string
  readonly baseline: { readonly count: number; readonly of: number }
  readonly life: ActionLife
  readonly atMs: number
}

/** Takes the key of a planned action; false when another live action has it. The database decides who is first. */
export async function reserveAction(client: PoolClient, reservation: Reservation): Promise<boolean> {
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
  if (rowCount !== 1) return false
  await addSteps(client, actionId, { life, path: ['reserved'], cause: null, lockoutId: null, atMs })
  return true
}
