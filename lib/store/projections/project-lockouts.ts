import type { LockoutOpened, LockoutReset, RecordedEvent } from '../../engine/guard/events.ts'
import type { ActiveLockout } from '../../engine/guard/state.ts'
import type { Transaction } from '../database.ts'
import type { AccountChange } from './account-change.ts'

/** Opens, changes and closes lockouts; what people did to an active one is taken from the state after it. */
export async function projectLockouts(
  transaction: Transaction,
  changes: readonly AccountChange[],
): Promise<void> {
  for (const change of changes) {
    for (const recorded of change.events) await openOrClose(transaction, change.accountId, recorded)
    const { lockout } = change.state
    if (lockout && change.events.some(({ event }) => changesLockout.has(event.type))) {
      await transaction.lockout.update({ where: { id: lockout.lockoutId }, data: standing(lockout) })
    }
  }
}

async function openOrClose(
  transaction: Transaction,
  accountId: string,
  recorded: RecordedEvent,
): Promise<void> {
  const { event, seq, atMs } = recorded
  if (event.type === 'lockout_opened') {
    await transaction.lockout.create({ data: openedRow(accountId, recorded, event.data) })
  }
  if (event.type === 'lockout_reset') await close(transaction, event.data, seq, atMs)
}

/** Events of an active lockout. */
const changesLockout = new Set<string>([
  'lockout_claimed',
  'lockout_claim_released',
  'brief_acknowledged',
  'brief_revised',
  'lockout_upheld',
  'uphold_withdrawn',
  'reset_requested',
  'reset_voted',
])

function openedRow(accountId: string, { seq, atMs }: RecordedEvent, opened: LockoutOpened) {
  return {
    id: opened.lockoutId,
    accountId,
    status: 'active',
    cause: opened.cause,
    version: 1,
    policyVersion: opened.policyVersion,
    parentLockoutId: opened.parentLockoutId,
    openedAt: new Date(atMs),
    openedSeq: BigInt(seq),
    openedById: opened.by?.id ?? null,
    openedByName: opened.by?.name ?? null,
    briefDigest: opened.briefDigest,
  }
}

function standing({ version, briefDigest, claim, upheld }: ActiveLockout) {
  return {
    version,
    briefDigest,
    claimedById: claim?.by.id ?? null,
    claimedByName: claim?.by.name ?? null,
    claimedUntil: claim ? new Date(claim.untilMs) : null,
    upheldAt: upheld ? new Date(upheld.atMs) : null,
    upheldById: upheld?.by.id ?? null,
    upheldByName: upheld?.by.name ?? null,
    upheldNote: upheld?.note ?? null,
    reviewAt: upheld?.reviewAtMs != null ? new Date(upheld.reviewAtMs) : null,
  }
}

async function close(
  transaction: Transaction,
  reset: LockoutReset,
  seq: number,
  atMs: number,
): Promise<void> {
  await transaction.lockout.update({
    where: { id: reset.lockoutId },
    data: {
      status: 'reset',
      closedAt: new Date(atMs),
      closedSeq: BigInt(seq),
      resetById: reset.by.id,
      resetByName: reset.by.name,
      resetReasonCode: reset.statement.reasonCode,
    },
  })
}
