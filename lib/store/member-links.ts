import type { Transaction } from './database.ts'
import type { MemberLink, PrismaClient } from './prisma/generated/client.ts'

export type { MemberLink }
export type LinkKind = 'setup' | 'invitation'

/** Writes a one-time link. */
export async function insertMemberLink(
  prisma: PrismaClient | Transaction,
  link: Omit<MemberLink, 'usedAt' | 'kind'> & { readonly kind: LinkKind },
): Promise<void> {
  await prisma.memberLink.create({ data: { ...link, usedAt: null } })
}

/** Uses a link; of any number at once one gets it, the others null, and so does whoever comes too late. */
export async function takeLink(
  transaction: Transaction,
  kind: LinkKind,
  tokenHash: string,
  at: Date,
): Promise<MemberLink | null> {
  const [link] = await transaction.memberLink.updateManyAndReturn({
    where: { kind, tokenHash, usedAt: null, expiresAt: { gt: at } },
    data: { usedAt: at },
  })
  return link ?? null
}

/** Ends every open link of a kind, for one address or for all: a new one replaces them. */
export async function endLinks(
  transaction: Transaction,
  kind: LinkKind,
  email: string | null,
  at: Date,
): Promise<void> {
  await transaction.memberLink.updateMany({
    where: { kind, usedAt: null, ...(email !== null && { email }) },
    data: { usedAt: at },
  })
}
