import { hashOneTimeToken } from '../../auth/one-time-token.ts'
import { hashPassword } from '../../auth/password.ts'
import type { SetUpFirstLeadInput } from '../../contracts/auth-forms.ts'
import { AppError } from '../../shared/app-error.ts'
import { lockControl } from '../../store/control.ts'
import { takeLink } from '../../store/member-links.ts'
import { countMembers } from '../../store/members.ts'
import { inOrganisation } from '../../store/transactions.ts'
import type { Runtime } from '../runtime.ts'
import { createMember } from './create-member.ts'

/**
 * Creates the first lead from the one-time link, once.
 * @throws AppError `link_spent`: used, too old, unknown, or somebody else was first.
 */
export async function setUpFirstLead(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  { token, name, email, password }: SetUpFirstLeadInput,
): Promise<{ readonly memberId: string }> {
  const passwordHash = await hashPassword(password)
  const atMs = runtime.clock()
  return inOrganisation(runtime.database, async (transaction) => {
    await lockControl(transaction)
    const link = await takeLink(transaction, 'setup', hashOneTimeToken(token), new Date(atMs))
    // Counted under the lock: two links of two starts must not make two first leads.
    if (!link || (await countMembers(transaction)) > 0) throw new AppError('link_spent')
    const member = { name, email: email.toLowerCase(), role: 'lead' as const, passwordHash }
    return createMember(transaction, member, 'setup_link', atMs)
  })
}
