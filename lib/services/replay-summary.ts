import type { LockoutCause } from '#lib/engine/guard/events.ts'
import type { Tier } from '#lib/engine/policy/policy.ts'
import type { LockoutSpan, ReplayedAction } from './replay-history.ts'

/** A lockout of a replayed history. */
export interface ReplayedLockout extends LockoutSpan {
  readonly openedAtMs: number
  readonly cause: LockoutCause
  /** Null when it lasts to the end of the history. */
  closedAtMs: number | null
  /** Actions refused because of it, the one that opened it left out. */
  refused: number
}

/** What became of one account in a replayed history. */
export interface AccountReplay {
  readonly accountId: string
  readonly firstAtMs: number
  lastAtMs: number
  actions: number
  allowed: number
  held: number
  blocked: number
  /** Lines that repeat an action id. */
  repeated: number
  /** How often each tier was entered from a lower or no tier. */
  readonly reached: Record<Exclude<Tier, 'none'>, number>
  readonly lockouts: ReplayedLockout[]
  tier: Tier
}

/** Gathers what a replay did to each account. */
export interface ReplaySummary {
  add(replayed: ReplayedAction): void
  /** In the order of their first actions. */
  accounts(): readonly AccountReplay[]
}

const severity: Readonly<Record<Tier, number>> = { none: 0, tier_1: 1, tier_2: 2, tier_3: 3 }

/** Starts an empty summary. */
export function summariseReplay(): ReplaySummary {
  const accounts = new Map<string, AccountReplay>()
  return {
    add(replayed) {
      let account = accounts.get(replayed.accountId)
      if (!account) {
        account = emptyAccount(replayed)
        accounts.set(replayed.accountId, account)
      }
      if (replayed.repeat === null) count(account, replayed)
      else account.repeated += 1
    },
    accounts: () => [...accounts.values()],
  }
}

/** How long an account was locked out, in ms: to the end of its history where a lockout was not reset. */
export function lockedMs({ lockouts, lastAtMs }: AccountReplay): number {
  return lockouts.reduce((sum, { openedAtMs, closedAtMs }) => sum + (closedAtMs ?? lastAtMs) - openedAtMs, 0)
}

function emptyAccount({ accountId, decidedAtMs }: ReplayedAction): AccountReplay {
  return {
    accountId,
    firstAtMs: decidedAtMs,
    lastAtMs: decidedAtMs,
    actions: 0,
    allowed: 0,
    held: 0,
    blocked: 0,
    repeated: 0,
    reached: { tier_1: 0, tier_2: 0, tier_3: 0 },
    lockouts: [],
    tier: 'none',
  }
}

function count(account: AccountReplay, replayed: ReplayedAction): void {
  const { decided, decidedAtMs, opened, resetAtMs, lockout } = replayed
  const open = account.lockouts.at(-1)
  if (resetAtMs !== null) {
    if (open) open.closedAtMs = resetAtMs
    account.tier = 'none'
  }
  account.lastAtMs = decidedAtMs
  account.actions += 1
  if (decided.verdict === 'allow') account.allowed += 1
  else if (decided.verdict === 'blocked') account.blocked += 1
  else account.held += 1
  if (lockout === 'enforced' && open) open.refused += 1
  if (decided.tier !== 'none' && severity[decided.tier] > severity[account.tier]) {
    account.reached[decided.tier] += 1
  }
  account.tier = decided.tier
  if (!opened) return
  account.lockouts.push({
    openedAtMs: decidedAtMs,
    cause: opened.data.cause,
    ...opened.span,
    closedAtMs: null,
    refused: 0,
  })
}
