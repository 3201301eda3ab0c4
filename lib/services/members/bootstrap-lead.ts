import { hashPassword } from '../../auth/password.ts'
import { lockControl } from '../../store/control.ts'
import { countMembers } from '../../store/members.ts'
import { inOrganisation } from '../../store/transactions.ts'
import type { Runtime } from '../runtime.ts'
import { createMember } from './create-member.ts'

/** Creates the first lead from INTERLOCK_BOOTSTRAP_LEAD while there is no member; false when there is one already. */
export async function bootstrapLead(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  lead: { readonly email: string; readonly password: string },
): Promise<boolean> {
  if ((await countMembers(runtime.database.prisma)) > 0) return false
  const passwordHash = await hashPassword(lead.password)
  const atMs = runtime.clock()
  const email = lead.email.toLowerCase()
  return inOrganisation(runtime.database, async (transaction) => {
    await lockControl(transaction)
    if ((await countMembers(transaction)) > 0) return false
    const name = email.slice(0, email.indexOf('@'))
    await createMember(transaction, { name, email, role: 'lead', passwordHash }, 'bootstrap', atMs)
    return true
  })
}
