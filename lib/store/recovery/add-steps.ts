import type { PoolClient } from 'pg'
import type { RecoveryStatus } from '../../engine/recovery/recovery-action.ts'

/** A state that an action entered. */
export interface NewStep {
  readonly actionId: string
  readonly status: RecoveryStatus
  readonly atMs: number
  readonly attempt: number
  readonly cause: string | null
  readonly reference: string | null
  /** Sequence of its event in the account's log. */
  readonly seq: number
}

/** Writes the states that actions entered, those of one action in their order; the caller holds the actions' rows. */
export async function addSteps(client: PoolClient, steps: readonly NewStep[]): Promise<void> {
  if (steps.length === 0) return
  await client.query(insertSteps, [
    steps.map(({ actionId }) => actionId),
    steps.map(({ status }) => status),
    steps.map(({ atMs }) => new Date(atMs)),
    steps.map(({ attempt }) => attempt),
    steps.map(({ cause }) => cause),
    steps.map(({ reference }) => reference),
    steps.map(({ seq }) => seq),
  ])
}

const insertSteps = `
INSERT INTO recovery_step (action_id, n, status, at, attempt, cause, reference, seq)
SELECT action_id,
    (SELECT count(*) FROM recovery_step AS earlier WHERE earlier.action_id = given.action_id)
        + row_number() OVER (PARTITION BY action_id ORDER BY place),
    status, at, attempt, cause, reference, seq
FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::int[], $5::text[], $6::text[], $7::bigint[])
    WITH ORDINALITY AS given (action_id, status, at, attempt, cause, reference, seq, place)`
