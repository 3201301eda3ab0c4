import type { PoolClient } from 'pg'
import type { Person } from '../../engine/guard/events.ts'
import type { ActionLife } from '../../engine/recovery/action-life.ts'
import { owedOutcome } from '../../engine/recovery/owed-outcome.ts'
import type { RecoveryStatus } from '../../engine/recovery/recovery-action.ts'
import type { Database } from '../database.ts'
import { type AccountFact, appendFacts } from '../event-log/append-facts.ts'
import { pooledQuery } from '../event-log/load-streams.ts'
import { dueAt, type StoredRecoveryAction } from './actions.ts'
import { addSteps, type NewStep } from './add-steps.ts'
import { inTransaction } from './in-transaction.ts'
import { addOwedOutcomes } from './owed-outcomes.ts'

/** An action as whoever changes it has read it. */
export type ChangedAction = Pick<
  StoredRecoveryAction,
  'actionId' | 'accountId' | 'postNo' | 'platform' | 'postId' | 'version' | 'life'
>

/** A change to save, whole or not at all. */
export interface StoredChange {
  readonly life: ActionLife
  /** The states passed through, in order; none when it only waits longer. */
  readonly path: readonly RecoveryStatus[]
  readonly cause: string | null
  readonly lockoutId: string | null
  readonly atMs: number
  /** Who settled or cancelled it, and why; null when the program did. */
  readonly by?: (Person & { readonly reason: string }) | null
}

/**
 * Saves a change if the action is still at `version`, with what the account's log and the action's history say of it.
 * A change that starts an attempt is refused once a lockout has opened or the post is paused: the account's log orders
 * it with lockouts, the post's row with pauses.
 */
export async function saveAction(
  database: Pick<Database, 'reads'>,
  action: ChangedAction,
  change: StoredChange,
): Promise<'saved' | 'outdated' | 'locked_out' | 'paused'> {
  try {
    return await inTransaction(database, async (client) => {
      const starts = change.path.includes('running')
      if (starts && (await isPaused(client, action.postNo))) return 'paused'
      if (!(await changeRow(client, action, change))) return 'outdated'
      await recordChanges(client, [{ action, change }])
      // The step is the log's newest event until this ends: a lockout that opens comes after it, or is seen here.
      if (starts && (await isLockedOut(client, action.accountId))) throw new LockedOut()
      return 'saved'
    })
  } catch (error) {
    if (error instanceof LockedOut) return 'locked_out'
    throw error
  }
}

/** Takes back what has been appended. */
class LockedOut extends Error {}

/**
 * Changes the row of an action in the caller's transaction; false when it is at another version by now. Whoever does
 * so records it with `recordChanges`.
 */
export async function changeRow(
  client: PoolClient,
  { actionId, version }: Pick<ChangedAction, 'actionId' | 'version'>,
  { life, lockoutId, by }: StoredChange,
): Promise<boolean> {
  const { rowCount } = await client.query(updateAction, [
    actionId,
    version,
    life.status,
    JSON.stringify(life),
    dueAt(life),
    life.firstAttemptAtMs === null ? null : new Date(life.firstAttemptAtMs),
    lockoutId,
    by?.id ?? null,
    by?.name ?? null,
    by?.reason ?? null,
  ])
  return rowCount === 1
}

/**
 * Records changes of rows that the caller's transaction holds: in their accounts' logs, after `before`, as steps, and
 * with what the gate is owed for them.
 */
export async function recordChanges(
  client: PoolClient,
  changes: readonly { readonly action: ChangedAction; readonly change: StoredChange }[],
  before: readonly AccountFact[] = [],
): Promise<void> {
  const moved = changes.filter(({ change }) => change.path.length > 0)
  const facts = [...before, ...moved.map(({ action, change }) => movedFact(action, change))]
  const seqs = facts.length === 0 ? [] : await appendFacts(pooledQuery(client), facts)
  const steps = moved.flatMap(({ action, change }, index) =>
    stepsOf(action, change, seqs[before.length + index] ?? 0),
  )
  await addSteps(client, steps)
  const owed = changes.flatMap(({ action, change }) => {
    const outcome = owedOutcome(action, change)
    return outcome ? [{ ...outcome, accountId: action.accountId, owedAtMs: change.atMs }] : []
  })
  await addOwedOutcomes(client, owed)
}

function stepsOf(
  { actionId }: ChangedAction,
  { life, path, cause, atMs }: StoredChange,
  seq: number,
): NewStep[] {
  const shared = { actionId, atMs, attempt: life.attempts, cause, reference: referenceOf(life), seq }
  return path.map((status) => ({ ...shared, status }))
}

function movedFact(
  { actionId, accountId, platform, postId }: ChangedAction,
  { life, path, cause, lockoutId, atMs, by = null }: StoredChange,
): AccountFact {
  const reference = referenceOf(life)
  const data = {
    platform,
    postId,
    recoveryActionId: actionId,
    path,
    attempt: life.attempts,
    cause,
    reference,
    lockoutId,
    by,
  }
  return { accountId, event: { type: 'recovery_moved', data }, atMs }
}

function referenceOf(life: ActionLife): string | null {
  return life.status === 'succeeded' ? life.reference : null
}

async function isPaused(client: PoolClient, postNo: string): Promise<boolean> {
  const { rows } = await client.query<{ paused_at: Date | null }>(
    'SELECT paused_at FROM post WHERE no = $1 FOR SHARE',
    [postNo],
  )
  return rows[0]?.paused_at != null
}

async function isLockedOut(client: PoolClient, accountId: string): Promise<boolean> {
  const { rows } = await client.query<{ lockout_id: string | null }>(
    'SELECT lockout_id FROM account WHERE id = $1',
    [accountId],
  )
  return rows[0]?.lockout_id != null
}

const updateAction = `
UPDATE recovery_action SET status = $3, life = $4::jsonb, due_at = $5, version = version + 1,
    first_attempt_at = COALESCE(first_attempt_at, $6), lockout_id = $7,
    settled_by_id = COALESCE($8, settled_by_id), settled_by_name = COALESCE($9, settled_by_name),
    settled_reason = COALESCE($10, settled_reason)
WHERE id = $1 AND version = $2`
