import type { Role } from '../../auth/role.ts'
import type { Transaction } from '../../store/database.ts'
import { appendOrganisation } from '../../store/event-log/append-organisation.ts'
import { insertMember } from '../../store/members.ts'
import { newId } from '../new-id.ts'

/** How somebody came to be a member. */
export type JoinedBy = 'setup_link' | 'invitation' | 'bootstrap'

/** Writes a member and the event that says so, in the caller's transaction. The event holds no address. */
export async function createMember(
  transaction: Transaction,
  member: {
    readonly name: string
    readonly email: string
    readonly role: Role
    readonly passwordHash: string
  },
  joinedBy: JoinedBy,
  atMs: number,
): Promise<{ readonly memberId: string }> {
  const memberId = newId(atMs)
  const { name, role } = member
  await appendOrganisation(
    transaction,
    { type: 'member_joined', data: { memberId, name, role, joinedBy } },
    atMs,
  )
  await insertMember(transaction, { id: memberId, credentialId: newId(atMs), ...member }, new Date(atMs))
  return { memberId }
}
