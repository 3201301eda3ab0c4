import { LRUCache } from 'lru-cache'
import type { AccountItem } from './account-item.ts'
import type { AccountTip } from './account-tip.ts'

/** An account with work to do. */
export interface AccountEntry {
  readonly accountId: string
  /** Null until its stream has been read. */
  tip: AccountTip | null
  queue: AccountItem[]
  /** What the account waits for; commands that arrive meanwhile queue up. */
  phase: 'new' | 'loading' | 'ready' | 'writing'
  /** Lost races in a row; from three on the account is written under an advisory lock. */
  conflicts: number
  /** Set when another process was first: the next read of the tail says whether it was this account. */
  lostRace: boolean
}

/**
 * Accounts that have work, and the tips of those that recently had, at most `bound` of them. Work pins an account;
 * without work only the bound keeps it.
 */
export interface AccountEntries {
  readonly working: ReadonlyMap<string, AccountEntry>
  /** The account's entry, made from the kept tip when it had no work. */
  readonly take: (accountId: string) => AccountEntry
  /** Gives an entry without work back; its tip is kept within the bound. */
  readonly rest: (entry: AccountEntry) => void
  /** The tip of an account, with work or without; null when none is known. */
  readonly tipOf: (accountId: string) => AccountTip | null
  /** Keeps a tip that was read aside, unless the account has work or a newer one is kept. */
  readonly keep: (tip: AccountTip) => void
  /** Recently used accounts in memory. */
  readonly size: () => number
}

/** Makes the bounded memory of accounts. */
export function createAccountEntries(bound: number): AccountEntries {
  const working = new Map<string, AccountEntry>()
  const resting = new LRUCache<string, AccountEntry>({ max: bound })
  return {
    working,
    take: (accountId) => {
      const known = working.get(accountId)
      if (known) return known
      const entry = resting.get(accountId) ?? newEntry(accountId)
      working.set(accountId, entry)
      return entry
    },
    rest: (entry) => {
      const { accountId } = entry
      working.delete(accountId)
      // An account that does not exist is not worth a place.
      if (entry.tip === null || entry.tip.state.seq === 0) resting.delete(accountId)
      else if (resting.peek(accountId) !== entry) resting.set(accountId, entry)
    },
    tipOf: (accountId) => (working.get(accountId) ?? resting.get(accountId))?.tip ?? null,
    keep: (tip) => {
      const { accountId, seq } = tip.state
      if (working.has(accountId) || seq === 0) return
      const kept = resting.get(accountId)
      if (!kept) resting.set(accountId, { ...newEntry(accountId), tip })
      else if (kept.tip === null || kept.tip.state.seq < seq) kept.tip = tip
    },
    // An account at work keeps its place among the others, unless it was pushed out meanwhile.
    size: () => resting.size + [...working.keys()].filter((accountId) => !resting.has(accountId)).length,
  }
}

function newEntry(accountId: string): AccountEntry {
  return { accountId, tip: null, queue: [], phase: 'new', conflicts: 0, lostRace: false }
}
