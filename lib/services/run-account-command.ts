import type { GuardCommand, Refusal } from '../engine/guard/commands.ts'
import type { RecordedEvent } from '../engine/guard/events.ts'
import type { GuardState } from '../engine/guard/state.ts'
import { AppError } from '../shared/app-error.ts'
import type { Runtime } from './runtime.ts'

/** Any command but an agent's action, which goes through `decideAction`. */
export type AccountCommand = Exclude<GuardCommand, { type: 'decide_action' }>

/** What a command came to: its events in the log and the state after them, or every reason against it. */
export type CommandResult =
  | { readonly kind: 'accepted'; readonly events: readonly RecordedEvent[]; readonly state: GuardState }
  | { readonly kind: 'refused'; readonly reasons: readonly Refusal[] }

/**
 * How long a person's command may take, in ms. The account that it is about may be the one that runs wild in every
 * process at once, and that must not keep its own lockout or a stricter policy waiting in vain.
 */
const personDeadlineMs = 30_000

/**
 * Runs one command on the guard of one account: reads the log to its end, decides, and appends the events together
 * with the read models in one transaction. When someone else is first (a burst of decisions, another reviewer) it is
 * decided again on what they left, so that of two resets at once one is accepted and the other is told who and when.
 * For claims, acknowledgements, notes, uphold, reset, votes, the kill switch, opening an account and its policy;
 * the actor, with role and re-authentication, is part of the command. `recordedAtMs` is the clock of a recorded
 * history; the server's by default.
 * @throws AppError `cannot_decide` when it could not be done in time; then it is safe to look and try again.
 */
export async function runAccountCommand(
  runtime: Pick<Runtime, 'accounts' | 'clock' | 'decideDeadlineMs'>,
  accountId: string,
  command: AccountCommand,
  options: { readonly recordedAtMs?: number } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    runtime.accounts.submit({
      accountId,
      command,
      actionId: null,
      recordedAtMs: options.recordedAtMs ?? null,
      authorityEpoch: null,
      deadlineMs: Date.now() + Math.max(personDeadlineMs, runtime.decideDeadlineMs),
      needsTail: true,
      takesTurn: true,
      isSettled: false,
      settle: (settlement) => {
        switch (settlement.kind) {
          case 'recorded':
            resolve({ kind: 'accepted', events: settlement.events, state: settlement.state })
            break
          case 'refused':
            resolve({ kind: 'refused', reasons: settlement.reasons })
            break
          case 'failed':
            reject(settlement.error)
            break
          case 'repeated':
          case 'authority_outdated':
            reject(new AppError('internal', `a command was settled as ${settlement.kind}`))
            break
        }
      },
    })
  })
}
