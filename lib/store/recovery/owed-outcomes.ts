import type { PoolClient } from 'pg'
import type { OwedOutcome } from '../../engine/recovery/owed-outcome.ts'
import type { Database } from '../database.ts'

/** An outcome that the gate is owed, and since when. */
export interface StoredOwedOutcome extends OwedOutcome {
  readonly accountId: string
  readonly owedAtMs: number
}

/** Keeps outcomes in the transaction of the changes that make them known; of one grant the first word stands. */
export async function addOwedOutcomes(
  client: PoolClient,
  outcomes: readonly StoredOwedOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return
  await client.query(insertOutcomes, [
    outcomes.map(({ accountId }) => accountId),
    outcomes.map(({ askId }) => askId),
    outcomes.map(({ status }) => status),
    outcomes.map(({ errorCode }) => errorCode),
    outcomes.map(({ reference }) => reference),
    outcomes.map(({ owedAtMs }) => new Date(owedAtMs)),
  ])
}

/** Up to `limit` outcomes of which the gate is to be told by now, the longest due first. */
export async function listOwedOutcomes(
  { reads }: Pick<Database, 'reads'>,
  nowMs: number,
  limit: number,
): Promise<readonly StoredOwedOutcome[]> {
  const { rows } = await reads.query<OutcomeRow>(
    `SELECT account_id, ask_id, status, error_code, reference, owed_at FROM owed_outcome
     WHERE due_at <= $1 ORDER BY due_at LIMIT $2`,
    [new Date(nowMs), limit],
  )
  return rows.map(({ account_id, ask_id, status, error_code, reference, owed_at }) => ({
    accountId: account_id,
    askId: ask_id,
    status,
    errorCode: error_code,
    reference,
    owedAtMs: owed_at.getTime(),
  }))
}

/** Looks at an outcome again not before a time. */
export async function postponeOwedOutcome(
  { reads }: Pick<Database, 'reads'>,
  { accountId, askId }: StoredOwedOutcome,
  untilMs: number,
): Promise<void> {
  await reads.query('UPDATE owed_outcome SET due_at = $3 WHERE account_id = $1 AND ask_id = $2', [
    accountId,
    askId,
    new Date(untilMs),
  ])
}

/** Lets go of an outcome: the log has it, or has no claim that it could belong to. */
export async function removeOwedOutcome(
  { reads }: Pick<Database, 'reads'>,
  { accountId, askId }: StoredOwedOutcome,
): Promise<void> {
  await reads.query('DELETE FROM owed_outcome WHERE account_id = $1 AND ask_id = $2', [accountId, askId])
}

interface OutcomeRow {
  readonly account_id: string
  readonly ask_id: string
  readonly status: OwedOutcome['status']
  readonly error_code: string | null
  readonly reference: string | null
  readonly owed_at: Date
}

const insertOutcomes = `
INSERT INTO owed_outcome (account_id, ask_id, status, error_code, reference, owed_at, due_at)
SELECT account_id, ask_id, status, error_code, reference, owed_at, owed_at
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
    AS given (account_id, ask_id, status, error_code, reference, owed_at)
ON CONFLICT DO NOTHING`
