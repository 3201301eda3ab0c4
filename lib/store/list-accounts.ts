import type { Account } from './prisma/generated/client.ts'
import type { Database } from './database.ts'

/** Every account's read model, by id. */
export function listAccountRows(database: Database): Promise<Account[]> {
  return database.prisma.account.findMany({ orderBy: { id: 'asc' } })
}

/** Those of the ids that are no account's. */
export async function unknownAccounts(
  database: Database,
  accountIds: readonly string[],
): Promise<readonly string[]> {
  const known = await database.prisma.account.findMany({
    where: { id: { in: [...accountIds] } },
    select: { id: true },
  })
  const ids = new Set(known.map(({ id }) => id))
  return accountIds.filter((id) => !ids.has(id))
}
