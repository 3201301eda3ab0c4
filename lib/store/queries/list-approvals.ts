import type { Approval, PrismaClient } from '../prisma/generated/client.ts'

/** An approval's row with what its account is called. */
export type ApprovalRecord = Approval & { readonly account: { readonly handle: string } }

const account = { select: { handle: true } } as const

/** Held actions whose time has not run out, the first to expire first, at most `limit`. */
export function listWaitingApprovals(
  prisma: PrismaClient,
  nowMs: number,
  limit: number,
): Promise<readonly ApprovalRecord[]> {
  return prisma.approval.findMany({
    where: waiting(nowMs),
    include: { account },
    orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }],
    take: limit,
  })
}

/** How many held actions wait. */
export function countWaitingApprovals(prisma: PrismaClient, nowMs: number): Promise<number> {
  return prisma.approval.count({ where: waiting(nowMs) })
}

/** Held actions whose time has run out and whose log does not say so yet, oldest first, at most `limit`. */
export function listOverdueApprovals(
  prisma: PrismaClient,
  nowMs: number,
  limit: number,
): Promise<readonly Approval[]> {
  return prisma.approval.findMany({
    where: { status: 'waiting', expiresAt: { lte: new Date(nowMs) } },
    orderBy: { expiresAt: 'asc' },
    take: limit,
  })
}

/** Held actions that have their answer, the newest first, at most `limit`. */
export function listAnsweredApprovals(
  prisma: PrismaClient,
  limit: number,
): Promise<readonly ApprovalRecord[]> {
  return prisma.approval.findMany({
    where: { status: { not: 'waiting' } },
    include: { account },
    orderBy: { answeredAt: 'desc' },
    take: limit,
  })
}

/** One held action; null when there is none of this id. */
export function findApproval(prisma: PrismaClient, approvalId: string): Promise<ApprovalRecord | null> {
  return prisma.approval.findUnique({ where: { id: approvalId }, include: { account } })
}

function waiting(nowMs: number) {
  return { status: 'waiting', expiresAt: { gt: new Date(nowMs) } }
}
