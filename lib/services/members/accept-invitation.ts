import { hashOneTimeToken } from '../../auth/one-time-token.ts'
import { hashPassword } from '../../auth/password.ts'
import { parseRole } from '../../auth/role.ts'
import type { AcceptInvitationInput } from '../../contracts/auth-forms.ts'
import { AppError } from '../../shared/app-error.ts'
import { lockControl } from '../../store/control.ts'
import { takeLink } from '../../store/member-links.ts'
import { isMember } from '../../store/members.ts'
import { inOrganisation } from '../../store/transactions.ts'
import type { Runtime } from '../runtime.ts'
import { createMember } from './create-member.ts'

/**
 * Makes whoever holds an invitation's link a member with the invited address and role, once. Answers the address, to
 * sign in with.
 * @throws AppError `link_spent`: used, too old, unknown, or the address is a member by now.
 */
export async function acceptInvitation(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  { token, name, password }: AcceptInvitationInput,
): Promise<{ readonly email: string }> {
  const passwordHash = await hashPassword(password)
  const atMs = runtime.clock()
  return inOrganisation(runtime.database, async (transaction) => {
    await lockControl(transaction)
    const link = await takeLink(transaction, 'invitation', hashOneTimeToken(token), new Date(atMs))
    if (!link || link.email === null || (await isMember(transaction, link.email))) {
      throw new AppError('link_spent')
    }
    const member = { name, email: link.email, role: parseRole(link.role), passwordHash }
    await createMember(transaction, member, 'invitation', atMs)
    return { email: link.email }
  })
}
