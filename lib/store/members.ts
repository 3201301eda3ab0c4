import type { Transaction } from './database.ts'
import type { Member, MemberLink, PrismaClient } from './prisma/generated/client.ts'

export type { Member, MemberLink }

/** A member about to be written, with the hash of their password. */
export interface NewMember {
  readonly id: string
  readonly credentialId: string
  readonly name: string
  readonly email: string
  readonly role: string
  readonly passwordHash: string
}

/** Writes a member who signs in with a password. A taken address fails on its unique key. */
export async function insertMember(transaction: Transaction, member: NewMember, at: Date): Promise<void> {
  const { id, credentialId, name, email, role, passwordHash } = member
  await transaction.member.create({
    data: { id, name, email, emailVerified: true, role, createdAt: at, updatedAt: at },
  })
  await transaction.memberCredential.create({
    data: {
      id: credentialId,
      memberId: id,
      accountId: id,
      providerId: 'credential',
      password: passwordHash,
      createdAt: at,
      updatedAt: at,
    },
  })
}

/** All members, by name. */
export function listMemberRows(prisma: PrismaClient): Promise<readonly Member[]> {
  return prisma.member.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] })
}

/** How many members there are. */
export function countMembers(prisma: PrismaClient | Transaction): Promise<number> {
  return prisma.member.count()
}

/** Whether an address, in lower case, is a member's. */
export async function isMember(prisma: PrismaClient | Transaction, email: string): Promise<boolean> {
  return (await prisma.member.findUnique({ where: { email }, select: { id: true } })) !== null
}

/** The hash of a member's password; null when they have none. */
export async function findPasswordHash(prisma: PrismaClient, memberId: string): Promise<string | null> {
  const credential = await prisma.memberCredential.findUnique({
    where: { providerId_accountId: { providerId: 'credential', accountId: memberId } },
    select: { password: true },
  })
  return credential?.password ?? null
}

/** Notes in a session that its member has just entered the password. */
export async function markReauthenticated(prisma: PrismaClient, sessionId: string, at: Date): Promise<void> {
  await prisma.memberSession.update({
    where: { id: sessionId },
    data: { reauthenticatedAt: at, updatedAt: at },
  })
}
