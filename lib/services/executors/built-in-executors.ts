import type { RecoveryRuntime } from '../recovery/recovery-runtime.ts'
import { evaluateTouchedPosts } from './evaluate-touched-posts.ts'
import { paceEdits } from './pace-edits.ts'

/** What a built-in executor is told of an escalation. */
export interface EscalationNotice {
  readonly accountId: string
  readonly escalationSeq: number
  readonly decidedAtMs: number
  /** The tier's window. */
  readonly windowMinutes: number
}

/** A handler of Interlock's own: does its work and says in a sentence what it did. What it throws is tried again. */
export interface BuiltInExecutor {
  /** What it does, for people. */
  readonly does: string
  readonly handle: (runtime: RecoveryRuntime, notice: EscalationNotice) => Promise<string>
}

/** The executors that are there without anybody registering them, by name. */
export const builtInExecutors: ReadonlyMap<string, BuiltInExecutor> = new Map([
  [
    'autonomous_guardian_executor',
    { does: 'Paces the account’s edits while tier 1 is in force.', handle: paceEdits },
  ],
  [
    'autonomous_recovery_executor',
    {
      does: 'Holds the account’s edits for approval while tier 2 is in force, and evaluates the posts that its agents touched.',
      handle: evaluateTouchedPosts,
    },
  ],
])
