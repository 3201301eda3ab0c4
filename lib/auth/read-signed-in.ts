import type { Auth } from './create-auth.ts'
import { parseRole } from './role.ts'
import type { Role } from './role.ts'

/** The person behind a request, and the session they act in. */
export interface SignedIn {
  readonly member: { readonly id: string; readonly name: string; readonly email: string; readonly role: Role }
  readonly sessionId: string
  /** When the password was last entered in this session. */
  readonly reauthenticatedAtMs: number
}

/** Who is signed in by the cookies of `headers`; null when nobody is. The role is the one in force now. */
export async function readSignedIn(auth: Auth, headers: Headers): Promise<SignedIn | null> {
  const found = await auth.api.getSession({ headers })
  if (!found) return null
  const { user, session } = found
  return {
    member: { id: user.id, name: user.name, email: user.email, role: parseRole(user.role) },
    sessionId: session.id,
    reauthenticatedAtMs: session.reauthenticatedAt.getTime(),
  }
}
