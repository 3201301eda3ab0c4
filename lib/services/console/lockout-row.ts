import type { LockoutRow, Tripped } from '../../contracts/views/lockout-row.ts'
import { resetReasonCodes } from '../../engine/guard/events.ts'
import type { ActiveLockout } from '../../engine/guard/state.ts'
import { neededCount } from '../../engine/policy/needed-count.ts'
import type { LockoutRecord } from '../../store/queries/list-lockouts.ts'
import type { LockoutOrigin } from '../../store/queries/read-lockout-origins.ts'

/** What a lockout's row is made of. */
export interface LockoutRowInput {
  readonly record: LockoutRecord
  readonly origin: LockoutOrigin | undefined
  /** Opening times of the account's lockouts, for the place in the day. */
  readonly openedAtMs: readonly number[]
  /** Attempts refused while it was in force. */
  readonly attempts: { readonly count: number; readonly lastAtMs: number | null }
  readonly nowMs: number
}

/** One lockout as lists show it. Pure. */
export function lockoutRow({ record, origin, openedAtMs, attempts, nowMs }: LockoutRowInput): LockoutRow {
  const openedMs = record.openedAt.getTime()
  const tripped = trippedOf(origin)
  return {
    lockoutId: record.id,
    accountId: record.accountId,
    handle: record.account.handle,
    recorded: record.account.recorded,
    status: record.status === 'active' ? 'active' : 'reset',
    cause: causeOf(record.cause),
    openedAtMs: openedMs,
    tripped,
    openedBy: personOf(record.openedById, record.openedByName),
    ordinalInDay: Math.max(1, openedAtMs.filter((one) => one > openedMs - dayMs && one <= openedMs).length),
    claim: claimOf(record, nowMs),
    upheld: upheldOf(record),
    attemptCount: attempts.count,
    lastAttemptAtMs: attempts.lastAtMs,
    agents: tripped && distinct(origin, ({ agentId }) => agentId),
    targets: tripped && distinct(origin, ({ targetId }) => targetId),
    reset: resetOf(record),
  }
}

const dayMs = 24 * 60 * 60_000

/** How fast the actions came that tripped tier 3; null when something else locked. */
export function trippedOf(origin: LockoutOrigin | undefined): Tripped | null {
  const velocity = origin?.escalation?.velocity
  const first = origin?.tripping[0]
  const last = origin?.tripping.at(-1)
  if (origin?.opened.cause !== 'velocity_tier_3' || !velocity || !first || !last) return null
  const rule = {
    windowMinutes: velocity.windowMinutes,
    actionsPerMinute: velocity.thresholdActionsPerMinute,
  }
  return {
    actionCount: origin.tripping.length,
    spanMs: last.atMs - first.atMs,
    threshold: neededCount(rule),
    ...rule,
  }
}

function distinct(
  origin: LockoutOrigin | undefined,
  keyOf: (action: LockoutOrigin['tripping'][number]) => string,
): number {
  return new Set(origin?.tripping.map(keyOf)).size
}

function causeOf(cause: string): ActiveLockout['cause'] {
  return cause === 'kill_switch' || cause === 'probation_breached' ? cause : 'velocity_tier_3'
}

function claimOf(record: LockoutRecord, nowMs: number): LockoutRow['claim'] {
  const by = personOf(record.claimedById, record.claimedByName)
  const untilMs = record.claimedUntil?.getTime() ?? 0
  return by && record.status === 'active' && untilMs > nowMs ? { by, untilMs } : null
}

function upheldOf(record: LockoutRecord): LockoutRow['upheld'] {
  const by = personOf(record.upheldById, record.upheldByName)
  if (!by || !record.upheldAt) return null
  return {
    by,
    atMs: record.upheldAt.getTime(),
    note: record.upheldNote ?? '',
    reviewAtMs: record.reviewAt?.getTime() ?? null,
  }
}

function resetOf(record: LockoutRecord): LockoutRow['reset'] {
  const by = personOf(record.resetById, record.resetByName)
  if (!by || !record.closedAt) return null
  const reasonCode = resetReasonCodes.find((code) => code === record.resetReasonCode) ?? 'other'
  return { by, atMs: record.closedAt.getTime(), reasonCode }
}

function personOf(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: name ?? id }
}
