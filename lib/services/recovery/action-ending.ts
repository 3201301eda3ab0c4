import type { RecoveryStatus } from '../../engine/recovery/recovery-action.ts'
import type { Database } from '../../store/database.ts'
import { findActionEnding } from '../../store/recovery/find-action-ending.ts'
import { actedAt, type RecoveryAct, refusedAct } from './recovery-act.ts'

/** Why an act on an action comes too late: what it is by now, and who made it so, when a person did. */
export async function whatBecameOf(
  database: Pick<Database, 'reads'>,
  actionId: string,
): Promise<Extract<RecoveryAct, { kind: 'refused' }>> {
  const { status, byName, atMs } = await findActionEnding(database, actionId)
  if (byName !== null) return refusedAct(`${byName} ${endingOf[status]}, ${actedAt(atMs)}`)
  return refusedAct(becomeOf[status])
}

/** What a person made of it. */
const endingOf: Readonly<Record<RecoveryStatus, string>> = {
  reserved: 'has changed it',
  running: 'has changed it',
  succeeded: 'has settled that it happened',
  failed: 'has settled that it did not happen',
  unknown: 'has changed it',
  retry_scheduled: 'has changed it',
  needs_human: 'has changed it',
  exhausted: 'has changed it',
  cancelled: 'has called it off',
}

/** What it has become by the program's work. */
const becomeOf: Readonly<Record<RecoveryStatus, string>> = {
  reserved: 'It waits to be dispatched; there is nothing to settle',
  running: 'It is running; it cannot be called off any more',
  succeeded: 'It has succeeded by now',
  failed: 'It has failed by now',
  unknown: 'Its answer was lost; the platform is asked what became of it',
  retry_scheduled: 'It waits to be tried again; there is nothing to settle',
  needs_human: 'Its answer was lost; settle what became of it instead',
  exhausted: 'It was given up by now',
  cancelled: 'It was called off by now',
}
