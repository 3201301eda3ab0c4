import { accountOfStream } from '../event-log/event-row.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'

/** The ids of accounts in the order in which a desk looks at them: locked out, then by tier and probation, then the latest. */
export async function listAccountIds(prisma: PrismaClient, limit: number): Promise<readonly string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT id FROM account
    ORDER BY lockout_id IS NULL, tier DESC, probation_ends_at DESC NULLS LAST, last_decided_at DESC NULLS LAST, id
    LIMIT ${limit}`
  return rows.map(({ id }) => id)
}

/** The ids of the accounts with the most counted attempts since a time, by the roll-ups, the busiest first. */
export async function listBusyAccountIds(
  prisma: PrismaClient,
  sinceMs: number,
  limit: number,
): Promise<readonly string[]> {
  const rows = await prisma.$queryRaw<{ stream: string }[]>`
    SELECT stream FROM velocity_minute WHERE minute >= ${new Date(sinceMs)}
    GROUP BY stream ORDER BY sum(counted) DESC, stream LIMIT ${limit}`
  return rows.flatMap(({ stream }) => accountOfStream(stream) ?? [])
}

/** How many accounts there are. */
export function countAccounts(prisma: PrismaClient): Promise<number> {
  return prisma.account.count()
}

/** How many lockouts are active. */
export function countActiveLockouts(prisma: PrismaClient): Promise<number> {
  return prisma.lockout.count({ where: { status: 'active' } })
}
