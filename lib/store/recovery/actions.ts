import type { ActionLife } from '../../engine/recovery/action-life.ts'
import { isSettled } from '../../engine/recovery/legal-steps.ts'
import type { RecoveryActionType } from '../../engine/policy/policy.ts'
import type { Database } from '../database.ts'

/** A recovery action as it is stored, with what its post and account say. */
export interface StoredRecoveryAction {
  readonly actionId: string
  readonly postNo: string
  readonly accountId: string
  readonly platform: string
  readonly postId: string
  readonly actionType: RecoveryActionType
  readonly idempotencyKey: string
  readonly text: string
  readonly version: number
  readonly life: ActionLife
  readonly lockoutId: string | null
  /** Whether a person has paused recovery of the post. */
  readonly isPaused: boolean
}

/**
 * Actions with something to do: due ones, and waiting ones of accounts that are locked out. Of those that wait for
 * their account's turn at the gate, one an account; one that is held for approval needs no turn. Of the accounts that
 * are passed over only what has lost its lease, and what waits under a lockout.
 */
export async function listDueActions(
  database: Pick<Database, 'reads'>,
  nowMs: number,
  limit: number,
  passedOverAccountIds: readonly string[] = [],
): Promise<readonly StoredRecoveryAction[]> {
  const { rows } = await database.reads.query<ActionRow>(selectDue, [
    new Date(nowMs),
    limit,
    passedOverAccountIds,
  ])
  return rows.map(actionOf)
}

/** Which waiting actions to list: all of them, or those that one of these names. */
export interface WaitingScope {
  readonly everything: boolean
  readonly accountIds: readonly string[]
  readonly platforms: readonly string[]
  readonly actionTypes: readonly string[]
}

/** Actions of a scope that wait for their dispatch, due or not. */
export async function listWaitingActions(
  database: Pick<Database, 'reads'>,
  { everything, accountIds, platforms, actionTypes }: WaitingScope,
  limit: number,
): Promise<readonly StoredRecoveryAction[]> {
  const { rows } = await database.reads.query<ActionRow>(
    `${selectAction} WHERE action.status IN ${waiting} AND action.due_at IS NOT NULL
        AND ($1 OR action.account_id = ANY($2) OR post.platform = ANY($3) OR action.action_type = ANY($4))
     LIMIT $5`,
    [everything, accountIds, platforms, actionTypes, limit],
  )
  return rows.map(actionOf)
}

/** One action; null when there is none. */
export async function findAction(
  database: Pick<Database, 'reads'>,
  actionId: string,
): Promise<StoredRecoveryAction | null> {
  const { rows } = await database.reads.query<ActionRow>(`${selectAction} WHERE action.id = $1`, [actionId])
  return rows[0] ? actionOf(rows[0]) : null
}

/** When a worker next has something to do with a life; null when nothing is left to do. */
export function dueAt(life: ActionLife): Date | null {
  if (isSettled(life.status)) return null
  if (life.status === 'running') return new Date(life.leaseEndsAtMs + 1)
  return 'dueAtMs' in life ? new Date(life.dueAtMs) : null
}

/** Takes the account's turn at the gate; false while it belongs to another of its actions. */
export async function takeDispatchTurn(
  database: Pick<Database, 'reads'>,
  accountId: string,
  nowMs: number,
  paceMs: number,
): Promise<boolean> {
  const { rowCount } = await database.reads.query(
    `INSERT INTO dispatch_turn AS turn (account_id, next_at) VALUES ($1, $3)
     ON CONFLICT (account_id) DO UPDATE SET next_at = excluded.next_at WHERE turn.next_at <= $2`,
    [accountId, new Date(nowMs), new Date(nowMs + paceMs)],
  )
  return rowCount === 1
}

const selectAction = `
SELECT action.id, action.post_no, action.account_id, post.platform, post.post_id, action.action_type,
    action.idempotency_key, action.text, action.version, action.life, account.lockout_id,
    post.paused_at IS NOT NULL AS is_paused
FROM recovery_action AS action
JOIN post ON post.no = action.post_no
JOIN account ON account.id = action.account_id`

const waiting = `('reserved', 'retry_scheduled')`

const selectDue = `
(${selectAction} WHERE action.due_at <= $1
    AND (action.status IN ('running', 'unknown') OR (action.status IN ${waiting} AND action.life ? 'askId'))
    AND (action.status = 'running' OR action.account_id <> ALL($3))
    ORDER BY action.due_at LIMIT $2)
UNION ALL
(SELECT * FROM (
    SELECT DISTINCT ON (waiting.account_id) waiting.* FROM (
        ${selectAction} LEFT JOIN dispatch_turn AS turn ON turn.account_id = action.account_id
        WHERE action.due_at <= $1 AND action.status IN ${waiting} AND NOT action.life ? 'askId'
            AND action.account_id <> ALL($3) AND account.lockout_id IS NULL AND (turn.next_at IS NULL OR turn.next_at <= $1)
        ORDER BY action.due_at
    ) AS waiting ORDER BY waiting.account_id, (waiting.life ->> 'dueAtMs')::bigint
) AS first LIMIT $2)
UNION ALL
(${selectAction} WHERE action.status IN ${waiting} AND action.due_at IS NOT NULL
    AND account.lockout_id IS NOT NULL LIMIT $2)`

interface ActionRow {
  id: string
  post_no: string
  account_id: string
  platform: string
  post_id: string
  action_type: RecoveryActionType
  idempotency_key: string
  text: string
  version: number
  life: ActionLife
  lockout_id: string | null
  is_paused: boolean
}

function actionOf(row: ActionRow): StoredRecoveryAction {
  return {
    actionId: row.id,
    postNo: row.post_no,
    accountId: row.account_id,
    platform: row.platform,
    postId: row.post_id,
    actionType: row.action_type,
    idempotencyKey: row.idempotency_key,
    text: row.text,
    version: row.version,
    life: row.life,
    lockoutId: row.lockout_id,
    isPaused: row.is_paused,
  }
}
