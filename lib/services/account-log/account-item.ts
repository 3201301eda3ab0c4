import type { GuardCommand, Refusal } from '../../engine/guard/commands.ts'
import type { RecordedEvent } from '../../engine/guard/events.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import { stepKey, type StepName } from '../../store/event-log/action-step.ts'
import type { AppError } from '../../shared/app-error.ts'

/** What became of one command. */
export type Settlement =
  /** Its events are in the log; `state` is the account's right after them. */
  | { readonly kind: 'recorded'; readonly events: readonly RecordedEvent[]; readonly state: GuardState }
  /** The rules refuse it; nothing was written. */
  | { readonly kind: 'refused'; readonly reasons: readonly Refusal[] }
  /** Its step of the action is in the log already: what was recorded first is the answer. */
  | { readonly kind: 'repeated' }
  /** Keys or stop orders changed since its authority was read: read it again, submit again. */
  | { readonly kind: 'authority_outdated' }
  /** It could not be decided in time; nothing is promised to have been written. */
  | { readonly kind: 'failed'; readonly error: AppError }

/** One command on its way into an account's log. */
export interface AccountItem {
  readonly accountId: string
  readonly command: GuardCommand
  /** Id of the action whose step is taken; null for a command on no single action. */
  readonly actionId: string | null
  /** The step that the command takes, which the log lets happen once; deciding when it is left out. */
  readonly step?: StepName
  /** Up to where the caller has read the action's history; a step taken later is news to it. */
  readonly seenSeq?: number
  /** The clock of a recorded history; null for the server's. */
  readonly recordedAtMs: number | null
  /** The control epoch under which the caller's key was read; null when no key is involved. */
  readonly authorityEpoch: number | null
  readonly deadlineMs: number
  /** Whether the log must be read before deciding: a refusal, unlike an append, is not checked by the database. */
  needsTail: boolean
  /** Whether it waits its turn for the account instead of racing those who decide on it; no when left out. */
  readonly takesTurn?: boolean
  isSettled: boolean
  readonly settle: (settlement: Settlement) => void
}

/** The step of an item as one string within its account; null when it takes none. */
export function stepKeyOf({ actionId, step = 'decided' }: AccountItem): string | null {
  return actionId === null ? null : stepKey({ step, actionId })
}
