import type { EvidenceView } from '../../contracts/views/lockout-view.ts'
import { AppError } from '../../shared/app-error.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { findLockout } from '../../store/queries/list-lockouts.ts'
import { readEventsAt } from '../../store/queries/read-decisions.ts'
import { readStoredBrief } from '../../store/queries/read-stored-brief.ts'
import type { ConsoleContext } from './console-context.ts'
import { decisionRow } from './decision-row.ts'
import { tell } from './timeline-rows.ts'

/** The events behind one claim of a lockout's brief, oldest first, and those that cannot be found. Throws `not_found`. */
export async function readEvidence(
  { database: { prisma, reads } }: ConsoleContext,
  lockoutId: string,
  claimId: string,
): Promise<EvidenceView> {
  const [record, stored] = await Promise.all([
    findLockout(prisma, lockoutId),
    readStoredBrief(prisma, lockoutId),
  ])
  const claims = stored ? [...stored.brief.claims, ...stored.brief.counterEvidence] : []
  const claim = claims.find(({ id }) => id === claimId)
  if (!record || !claim) throw new AppError('not_found', 'The brief of this lockout has no such claim.')
  const events = await readEventsAt(reads, accountStream(record.accountId), claim.evidence)
  const found = new Set(events.map(({ seq }) => seq))
  return {
    claimId,
    sentence: claim.sentence,
    events: events.map((logged) => ({
      seq: logged.seq,
      atMs: logged.atMs,
      type: logged.event.type,
      decision: decisionRow(logged),
      text: logged.event.type === 'action_decided' ? null : textOf(logged.event),
      hash: logged.hash,
    })),
    missing: claim.evidence.filter((seq) => !found.has(seq)),
  }
}

function textOf(event: Parameters<typeof tell>[0]): string {
  const told = tell(event)
  if (!told) return event.type
  return told.by ? `${told.by.name} ${told.text}` : told.text
}
