import type { Pool } from 'pg'

/** The approvals that these actions of an account waited for, by action; nothing for those that were not held. */
export async function findApprovalIds(
  pool: Pool,
  accountId: string,
  actionIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ id: string; action_id: string }>(
    'SELECT id, action_id FROM approval WHERE account_id = $1 AND action_id = ANY($2::text[])',
    [accountId, actionIds],
  )
  return new Map(rows.map(({ id, action_id }) => [action_id, id]))
}
