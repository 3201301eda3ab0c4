import { hashOneTimeToken, mintOneTimeToken } from '../../auth/one-time-token.ts'
import { lockControl } from '../../store/control.ts'
import { endLinks, insertMemberLink } from '../../store/member-links.ts'
import { countMembers } from '../../store/members.ts'
import { inOrganisation } from '../../store/transactions.ts'
import { newId } from '../new-id.ts'
import type { Runtime } from '../runtime.ts'

/** Long enough to start a server and read its output, short enough that a log found later is worth nothing. */
const setupLinkMs = 60 * 60_000

/**
 * Makes the one-time link with which the first lead is created, while there is no member; null when there is one. An
 * earlier link ends. Only the hash of its token is stored, so it cannot be shown again.
 */
export async function createSetupLink(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  baseUrl: string,
): Promise<{ readonly url: string; readonly expiresAtMs: number } | null> {
  const nowMs = runtime.clock()
  const expiresAtMs = nowMs + setupLinkMs
  const token = mintOneTimeToken()
  const isMade = await inOrganisation(runtime.database, async (transaction) => {
    await lockControl(transaction)
    if ((await countMembers(transaction)) > 0) return false
    await endLinks(transaction, 'setup', null, new Date(nowMs))
    await insertMemberLink(transaction, {
      id: newId(nowMs),
      kind: 'setup',
      tokenHash: hashOneTimeToken(token),
      email: null,
      role: 'lead',
      invitedBy: null,
      createdAt: new Date(nowMs),
      expiresAt: new Date(expiresAtMs),
    })
    return true
  })
  // After the #: a browser sends it to no server, so it lands in no access log and no Referer.
  return isMade ? { url: `${baseUrl}/setup#${token}`, expiresAtMs } : null
}
