/** What every state of a recovery action carries. */
interface Progress {
  /** Attempts begun; each is a row of its own in the history. */
  readonly attempts: number
  /** When the first attempt began, never rewritten; null before it. */
  readonly firstAttemptAtMs: number | null
  /** How the newest attempt failed; null while none has. */
  readonly errorCode: string | null
  /**
   * The gate's id of the ask whose grant the newest attempt has claimed, or whose approval the action waits for.
   * Absent when the gate has yet to be asked, and from attempts older than claims.
   */
  readonly askId?: string
}

/** Where a recovery action stands, each state with what only it has (domain.md, section 7, States). */
export type ActionLife =
  | ReservedAction
  | RunningAction
  | SucceededAction
  | FailedAction
  | RetryScheduledAction
  | UnknownAction
  | NeedsHumanAction
  | ExhaustedAction
  | CancelledAction

/** Its key is taken; nothing has been sent. */
export interface ReservedAction extends Progress {
  readonly status: 'reserved'
  /** Not to be dispatched, nor its approval looked for, before; the gate may have asked to wait. */
  readonly dueAtMs: number
}
/** An attempt is under way, by whoever holds the lease. */
export interface RunningAction extends Progress {
  readonly status: 'running'
  readonly leaseEndsAtMs: number
}
/** The platform shows the effect. */
export interface SucceededAction extends Progress {
  readonly status: 'succeeded'
  /** The platform's own name of the effect; null when a person settled it without one. */
  readonly reference: string | null
}
/** Surely without effect. As an end only when a person settled it: its key is free again. */
export interface FailedAction extends Progress {
  readonly status: 'failed'
}
/** Surely without effect, and to be tried again. */
export interface RetryScheduledAction extends Progress {
  readonly status: 'retry_scheduled'
  readonly dueAtMs: number
}
/** It may have had its effect; the platform must be asked before anything else. */
export interface UnknownAction extends Progress {
  readonly status: 'unknown'
  readonly unknownSinceMs: number
  readonly lookUps: number
  /** Not to be looked up before. */
  readonly dueAtMs: number
}
/** The platform could not tell; a person has to find out. */
export interface NeedsHumanAction extends Progress {
  readonly status: 'needs_human'
}
/** Surely without effect, and not tried again: its remedies are spent. */
export interface ExhaustedAction extends Progress {
  readonly status: 'exhausted'
  readonly why: 'not_transient' | 'attempts_spent' | 'too_late'
}
/** Called off before a first or a further attempt. */
export interface CancelledAction extends Progress {
  readonly status: 'cancelled'
}

/** Before a first or a further attempt. */
export type WaitingAction = ReservedAction | RetryScheduledAction

/** Whether an action waits for its dispatch, so that it may still be called off. */
export function isWaiting(life: ActionLife): life is WaitingAction {
  return life.status === 'reserved' || life.status === 'retry_scheduled'
}

/** The life of an action whose key has just been taken. */
export function reservedLife(nowMs: number): ReservedAction {
  return { status: 'reserved', dueAtMs: nowMs, attempts: 0, firstAttemptAtMs: null, errorCode: null }
}
