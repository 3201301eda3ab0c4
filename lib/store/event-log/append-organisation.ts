import { canonicalJson } from '../../shared/canonical-json.ts'
import { announceOrganisation } from '../announce.ts'
import { lockControl, raiseEpoch } from '../control.ts'
import type { Transaction } from '../database.ts'
import { appendBatch } from './append-batch.ts'
import { transactionAppend } from './append-statements.ts'
import { eventHash, firstPreviousHash } from './event-hash.ts'
import { organisationStream } from './event-row.ts'

/** Something that happened to the organisation: members, keys, stop orders. */
export interface OrganisationEvent {
  /** Past tense, such as `agent_key_created`. */
  readonly type: string
  /** No secret, no e-mail address. */
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * Appends one event to the organisation's stream and raises the control epoch, in the caller's transaction: whatever
 * is being decided meanwhile under the old epoch is refused by the database and decided again. Callers take turns.
 */
export async function appendOrganisation(
  transaction: Transaction,
  { type, data }: OrganisationEvent,
  atMs: number,
): Promise<{ readonly seq: number }> {
  const epoch = await lockControl(transaction)
  const last = await transaction.event.findFirst({
    where: { stream: organisationStream },
    orderBy: { seq: 'desc' },
    select: { seq: true, hash: true },
  })
  const event = {
    stream: organisationStream,
    seq: Number(last?.seq ?? 0) + 1,
    type,
    atMs,
    body: canonicalJson(data),
  }
  const hash = eventHash(last?.hash ?? firstPreviousHash, event)
  const items = [{ ...event, actionId: null, hash }]
  const outcome = await appendBatch(transactionAppend(transaction), { epoch, items })
  if (outcome.kind !== 'appended') throw new Error(`the organisation's log was not appended: ${outcome.kind}`)
  await raiseEpoch(transaction)
  await announceOrganisation(transaction)
  return { seq: event.seq }
}
