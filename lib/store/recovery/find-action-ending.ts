import type { RecoveryStatus } from '../../engine/recovery/recovery-action.ts'
import { assert } from '../../shared/assert.ts'
import type { Database } from '../database.ts'

/** Where an action stands, since when, and which person brought it there; null when the program did. */
export async function findActionEnding(
  database: Pick<Database, 'reads'>,
  actionId: string,
): Promise<{ readonly status: RecoveryStatus; readonly byName: string | null; readonly atMs: number }> {
  const { rows } = await database.reads.query<{
    status: RecoveryStatus
    settled_by_name: string | null
    at: Date
  }>(
    `SELECT action.status, action.settled_by_name, step.at FROM recovery_action AS action
     JOIN recovery_step AS step ON step.action_id = action.id
     WHERE action.id = $1 ORDER BY step.n DESC LIMIT 1`,
    [actionId],
  )
  const row = rows[0]
  assert(row !== undefined, 'an action has its first step since it was reserved')
  return { status: row.status, byName: row.settled_by_name, atMs: row.at.getTime() }
}
