import type { Lockout, PrismaClient } from '../prisma/generated/client.ts'

/** A lockout's row with what its account is called. */
export type LockoutRecord = Lockout & {
  readonly account: { readonly handle: string; readonly recorded: boolean }
}

const account = { select: { handle: true, recorded: true } } as const

/** Active lockouts: undecided ones, oldest first; then upheld ones, the next to be reviewed first. */
export async function listActiveLockouts(prisma: PrismaClient): Promise<readonly LockoutRecord[]> {
  const records = await prisma.lockout.findMany({
    where: { status: 'active' },
    include: { account },
    orderBy: [{ reviewAt: { sort: 'asc', nulls: 'last' } }, { openedAt: 'asc' }],
  })
  return [
    ...records.filter(({ upheldAt }) => upheldAt === null),
    ...records.filter(({ upheldAt }) => upheldAt !== null),
  ]
}

/** Reset lockouts, newest reset first, at most `limit`. */
export function listClosedLockouts(prisma: PrismaClient, limit: number): Promise<readonly LockoutRecord[]> {
  return prisma.lockout.findMany({
    where: { status: 'reset' },
    include: { account },
    orderBy: { closedAt: 'desc' },
    take: limit,
  })
}

/** The lockouts of one account, newest first, at most `limit`. */
export function listLockoutsOfAccount(
  prisma: PrismaClient,
  accountId: string,
  limit: number,
): Promise<readonly LockoutRecord[]> {
  return prisma.lockout.findMany({
    where: { accountId },
    include: { account },
    orderBy: { openedSeq: 'desc' },
    take: limit,
  })
}

/** One lockout; null when there is none of this id. */
export function findLockout(prisma: PrismaClient, lockoutId: string): Promise<LockoutRecord | null> {
  return prisma.lockout.findUnique({ where: { id: lockoutId }, include: { account } })
}
