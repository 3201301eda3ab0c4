import { parseRole, type Role } from '../../auth/role.ts'
import { listMemberRows } from '../../store/members.ts'
import type { Runtime } from '../runtime.ts'

/** A member as the command line and the settings page list them. */
export interface ListedMember {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly joinedAtMs: number
}

/** All members, by name. */
export async function listMembers(runtime: Pick<Runtime, 'database'>): Promise<readonly ListedMember[]> {
  const rows = await listMemberRows(runtime.database.prisma)
  return rows.map(({ id, name, email, role, createdAt }) => ({
    id,
    name,
    email,
    role: parseRole(role),
    joinedAtMs: createdAt.getTime(),
  }))
}
