import type { PrismaClient } from '../prisma/generated/client.ts'

/** An action that needs a person. */
export interface ListedUnsettled {
  readonly id: string
  readonly action_type: string
  readonly post_no: bigint
  readonly post_id: string
  readonly platform: string
  readonly handle: string
  readonly idempotency_key: string
  readonly attempts: number
  readonly error_code: string | null
  readonly reserved_at: Date
}

/** Actions whose outcome a person has to find out, the oldest first. */
export function listUnsettledActions(prisma: PrismaClient, limit: number): Promise<ListedUnsettled[]> {
  return prisma.$queryRaw<ListedUnsettled[]>`
    SELECT action.id, action.action_type, action.post_no, post.post_id, post.platform, account.handle, action.idempotency_key,
        (action.life ->> 'attempts')::int AS attempts, action.life ->> 'errorCode' AS error_code, action.reserved_at
    FROM recovery_action AS action
    JOIN post ON post.no = action.post_no
    JOIN account ON account.id = action.account_id
    WHERE action.status = 'needs_human' ORDER BY action.reserved_at LIMIT ${limit}`
}

/** How many actions wait for a person to find out their outcome. */
export function countUnsettledActions(prisma: PrismaClient): Promise<number> {
  return prisma.recoveryAction.count({ where: { status: 'needs_human' } })
}
