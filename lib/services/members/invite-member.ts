import { z } from 'zod'
import { hashOneTimeToken, mintOneTimeToken } from '../../auth/one-time-token.ts'
import type { Role } from '../../auth/role.ts'
import { AppError } from '../../shared/app-error.ts'
import { appendOrganisation } from '../../store/event-log/append-organisation.ts'
import { endLinks, insertMemberLink } from '../../store/member-links.ts'
import { isMember } from '../../store/members.ts'
import { inOrganisation } from '../../store/transactions.ts'
import { newId } from '../new-id.ts'
import type { Runtime } from '../runtime.ts'

/** A week: people are away. */
const invitationMs = 7 * 24 * 60 * 60_000

/**
 * Makes the one-time link with which one person becomes a member; a link made for them before ends. The link is shown
 * once, to be handed over in person or by a channel that is trusted. `invitedBy` is null from the command line.
 * @throws AppError `invalid_request`: not an address, or a member already.
 */
export async function inviteMember(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  invitation: { readonly email: string; readonly role: Role; readonly invitedBy: string | null },
  baseUrl: string,
): Promise<{ readonly url: string; readonly expiresAtMs: number }> {
  const { role, invitedBy } = invitation
  const email = readAddress(invitation.email)
  const atMs = runtime.clock()
  const at = new Date(atMs)
  const expiresAtMs = atMs + invitationMs
  const token = mintOneTimeToken()
  const invitationId = newId(atMs)
  await inOrganisation(runtime.database, async (transaction) => {
    await appendOrganisation(
      transaction,
      { type: 'member_invited', data: { invitationId, role, invitedBy, expiresAtMs } },
      atMs,
    )
    if (await isMember(transaction, email))
      throw new AppError('invalid_request', `${email} is a member already.`)
    await endLinks(transaction, 'invitation', email, at)
    await insertMemberLink(transaction, {
      id: invitationId,
      kind: 'invitation',
      tokenHash: hashOneTimeToken(token),
      email,
      role,
      invitedBy,
      createdAt: at,
      expiresAt: new Date(expiresAtMs),
    })
  })
  return { url: `${baseUrl}/join#${token}`, expiresAtMs }
}

function readAddress(text: string): string {
  const parsed = z.email().safeParse(text.trim().toLowerCase())
  if (!parsed.success) throw new AppError('invalid_request', `“${text}” is not an e-mail address.`)
  return parsed.data
}
