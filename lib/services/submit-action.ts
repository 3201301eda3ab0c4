import type { ActionRequest } from '../engine/guard/events.ts'
import type { Settlement } from './account-log/account-item.ts'
import type { Runtime } from './runtime.ts'

/** How an action is to be decided, beyond what is asked. */
export interface DecideOptions {
  /** The control epoch at which the agent's key was good; null when there is no key, for Interlock's own hands. */
  readonly authorityEpoch: number | null
  /** The clock of a recorded history; the server's by default. */
  readonly recordedAtMs?: number
  /** Milliseconds to decide in; the runtime's by default. */
  readonly deadlineMs?: number
}

/** Puts one action before its account's guard; resolves to what became of it, and never rejects. */
export function submitAction(
  runtime: Pick<Runtime, 'accounts' | 'decideDeadlineMs'>,
  accountId: string,
  request: ActionRequest,
  options: DecideOptions,
): Promise<Settlement> {
  return new Promise((settle) => {
    runtime.accounts.submit({
      accountId,
      command: { type: 'decide_action', request },
      actionId: request.actionId,
      recordedAtMs: options.recordedAtMs ?? null,
      authorityEpoch: options.authorityEpoch,
      deadlineMs: Date.now() + (options.deadlineMs ?? runtime.decideDeadlineMs),
      needsTail: false,
      isSettled: false,
      settle,
    })
  })
}
