import type { Control } from '../control.ts'
import type { AccountWriter } from './account-writer.ts'
import type { AccountPlan } from './plan-account.ts'

/** What the log of accounts is composed of. */
export interface AccountLogOptions {
  readonly writer: AccountWriter
  readonly control: Control
  /** The server's clock, in ms. */
  readonly clock: () => number
  /** How many accounts without work are kept in memory. */
  readonly accountCache: number
  /** How many plain batches are in flight at once. */
  readonly batchesInFlight: number
  /** Told of every plan that was written; must not throw. */
  readonly onWritten: (plan: AccountPlan) => void
  /** Told of failures that callers only see as "cannot decide". */
  readonly onFailure: (error: unknown) => void
}
