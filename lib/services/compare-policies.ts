import type { ActiveTier } from '#lib/engine/policy/policy.ts'
import type { AccountReplay, ReplayedLockout } from './replay-summary.ts'
import { lockedMs } from './replay-summary.ts'

/** A lockout that both policies open, at other times. */
export interface MovedLockout {
  readonly from: ReplayedLockout
  readonly to: ReplayedLockout
}

/** What one account's history would have been under another policy. */
export interface AccountComparison {
  readonly accountId: string
  readonly same: readonly ReplayedLockout[]
  readonly added: readonly ReplayedLockout[]
  readonly avoided: readonly ReplayedLockout[]
  readonly moved: readonly MovedLockout[]
  /** How often each tier was entered, under the first policy and under the second. */
  readonly reached: Readonly<Record<ActiveTier, readonly [number, number]>>
  readonly lockedMs: readonly [number, number]
  readonly blocked: readonly [number, number]
  readonly held: readonly [number, number]
}

/**
 * Compares what two policies make of the same history, account by account. A lockout that opens at the same time under
 * both is the same; of the others one that overlaps in time with one of the other policy has moved; what is left
 * was avoided or added. Both lists hold the same accounts in the same order.
 */
export function comparePolicies(
  first: readonly AccountReplay[],
  second: readonly AccountReplay[],
): readonly AccountComparison[] {
  return first.flatMap((before, index) => {
    const after = second[index]
    return after ? [compareAccount(before, after)] : []
  })
}

/** Whether the second policy changes anything about the account. */
export function isChanged({
  added,
  avoided,
  moved,
  reached,
  blocked,
  held,
  lockedMs: ms,
}: AccountComparison): boolean {
  const pairs = [...Object.values(reached), blocked, held, ms]
  return added.length + avoided.length + moved.length > 0 || pairs.some(([a, b]) => a !== b)
}

function compareAccount(before: AccountReplay, after: AccountReplay): AccountComparison {
  const opensAt = (lockouts: readonly ReplayedLockout[]) => new Set(lockouts.map((one) => one.openedAtMs))
  const [opensBefore, opensAfter] = [opensAt(before.lockouts), opensAt(after.lockouts)]
  const avoided = before.lockouts.filter((one) => !opensAfter.has(one.openedAtMs))
  const added = after.lockouts.filter((one) => !opensBefore.has(one.openedAtMs))
  const moved: MovedLockout[] = []
  for (const from of avoided.slice()) {
    const to = added.find((one) => overlaps(from, before, one, after))
    if (!to) continue
    moved.push({ from, to })
    avoided.splice(avoided.indexOf(from), 1)
    added.splice(added.indexOf(to), 1)
  }
  const tier = (name: ActiveTier) => [before.reached[name], after.reached[name]] as const
  return {
    accountId: before.accountId,
    same: before.lockouts.filter((one) => opensAfter.has(one.openedAtMs)),
    added,
    avoided,
    moved,
    reached: { tier_1: tier('tier_1'), tier_2: tier('tier_2'), tier_3: tier('tier_3') },
    lockedMs: [lockedMs(before), lockedMs(after)],
    blocked: [before.blocked, after.blocked],
    held: [before.held, after.held],
  }
}

function overlaps(
  one: ReplayedLockout,
  { lastAtMs: oneEndsAtMs }: AccountReplay,
  other: ReplayedLockout,
  { lastAtMs: otherEndsAtMs }: AccountReplay,
): boolean {
  return (
    one.openedAtMs <= (other.closedAtMs ?? otherEndsAtMs) &&
    other.openedAtMs <= (one.closedAtMs ?? oneEndsAtMs)
  )
}
