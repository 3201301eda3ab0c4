import type { PrismaClient } from '../prisma/generated/client.ts'

/** The ids of accounts in the order in which a desk looks at them: locked out, then by tier and probation, then the latest. */
export async function listAccountIds(prisma: PrismaClient, limit: number): Promise<readonly string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT id FROM account
    ORDER BY lockout_id IS NULL, tier DESC, probation_ends_at DESC NULLS LAST, last_decided_at DESC NULLS LAST, id
    LIMIT ${limit}`
  return rows.map(({ id }) => id)
}

/** How many accounts there are. */
export function countAccounts(prisma: PrismaClient): Promise<number> {
  return prisma.account.count()
}

/** How many lockouts are active. */
export function countActiveLockouts(prisma: PrismaClient): Promise<number> {
  return prisma.lockout.count({ where: { status: 'active' } })
}
