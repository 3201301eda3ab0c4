import { LRUCache } from 'lru-cache'
import { type RefusedAttempts } from '../../store/queries/count-refused-attempts.ts'
import type { LockoutOrigin } from '../../store/queries/read-lockout-origins.ts'
import type { Database } from '../../store/database.ts'
import { AccountStates } from './account-states.ts'
import { RecentAttempts } from './recent-attempts.ts'

/** What the read services of the console share within one process. */
export interface ConsoleContext {
  readonly database: Database
  readonly states: AccountStates
  readonly recentAttempts: RecentAttempts
  /** How lockouts came about: never changes, so that it is read once. */
  readonly lockoutOrigins: LRUCache<string, LockoutOrigin>
  /** What closed lockouts refused: never changes either. */
  readonly refusedAttempts: LRUCache<string, RefusedAttempts>
  /** The server's clock, in ms. */
  readonly now: () => number
}

const rememberedLockouts = 1000

/** Makes the context over open connections. */
export function createConsoleContext(database: Database, now: () => number): ConsoleContext {
  return {
    database,
    states: new AccountStates(database.reads),
    recentAttempts: new RecentAttempts(database.reads),
    lockoutOrigins: new LRUCache({ max: rememberedLockouts }),
    refusedAttempts: new LRUCache({ max: rememberedLockouts }),
    now,
  }
}
