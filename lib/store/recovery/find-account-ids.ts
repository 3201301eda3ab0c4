import type { Database } from '../database.ts'

/** Which of these accounts there are. */
export async function findAccountIds(
  database: Pick<Database, 'reads'>,
  accountIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await database.reads.query<{ id: string }>(
    'SELECT id FROM account WHERE id = ANY($1::text[])',
    [accountIds],
  )
  return new Set(rows.map(({ id }) => id))
}
