import type { Connector } from '../../connectors/connector.ts'
import type { ActionLife } from '../../engine/recovery/action-life.ts'
import type { RecoveryActionType, RecoveryPolicy } from '../../engine/policy/policy.ts'
import type { OwedOutcome } from '../../engine/recovery/owed-outcome.ts'
import type { RecoveryStatus } from '../../engine/recovery/recovery-action.ts'

/** A recovery action as the worker takes it up. */
export interface QueuedAction {
  readonly actionId: string
  readonly accountId: string
  readonly postNo: string
  readonly platform: string
  readonly postId: string
  readonly actionType: RecoveryActionType
  readonly idempotencyKey: string
  readonly text: string
  /** Rises with every change that is saved. */
  readonly version: number
  readonly life: ActionLife
  readonly retry: RecoveryPolicy['retry']
  /** The account's active lockout when the action was read; null when there was none. */
  readonly lockoutId: string | null
  /** Whether a person had paused recovery of the post when the action was read. */
  readonly isPaused: boolean
  /** Whether a stop order in force refuses it. */
  readonly isStopped: boolean
}

/** A change of an action, saved whole or not at all. */
export interface ActionChange {
  readonly life: ActionLife
  /** The states passed through, in order; none when it only waits longer. */
  readonly path: readonly RecoveryStatus[]
  /** Why, for the history: an error code, a lockout, what the gate said. */
  readonly cause: string | null
  /** The lockout that called it off; null for any other cause. */
  readonly lockoutId: string | null
  readonly atMs: number
}

/** Saves are compare-and-set on the version, so of two workers one gets to act. */
export interface ActionStore {
  /**
   * Takes the account's turn to ask the gate, so that recovery alone never trips a tier; false while the turn
   * belongs to another action of the account.
   */
  takeTurn(action: QueuedAction, nowMs: number): Promise<boolean>
  /**
   * `outdated`: somebody else changed the action first. `locked_out`: the change starts an attempt and the account
   * is locked out; checked in the same transaction, so nothing starts after a lockout has opened. `paused`: the same
   * of a person's pause of the post.
   */
  save(action: QueuedAction, change: ActionChange): Promise<'saved' | 'outdated' | 'locked_out' | 'paused'>
}

/** An outcome that the gate is owed for a grant, kept with the change that made it known. */
export interface GrantOutcome extends OwedOutcome {
  readonly accountId: string
  readonly owedAtMs: number
}

/** The outcomes that the gate is owed; the store keeps one with every change that makes it known. */
export interface OutcomeStore {
  listDue(nowMs: number): Promise<readonly GrantOutcome[]>
  postpone(outcome: GrantOutcome, untilMs: number): Promise<void>
  /** The gate has it, or never will. */
  remove(outcome: GrantOutcome): Promise<void>
}

/** Called off: by a lockout, a stop order, a rule of the gate, or a person who rejected it. */
interface StopAnswer {
  readonly kind: 'stop'
  readonly why: string
  readonly lockoutId: string | null
}
/** This ask leads nowhere any more; another one may. */
interface AnewAnswer {
  readonly kind: 'anew'
  readonly why: string
}

/** What the gate makes of a dispatch. */
export type GateAnswer =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly untilMs: number; readonly why: string }
  /** It waits for the approval of this very ask, which is looked for again then. */
  | { readonly kind: 'held'; readonly untilMs: number; readonly why: string }
  | AnewAnswer
  | StopAnswer

/** What the gate makes of the claim of a grant. */
export type ClaimAnswer = { readonly kind: 'taken' } | AnewAnswer | StopAnswer

/** The gate of this deployment, asked as origin `executor`. */
export interface RecoveryGate {
  /** `askId` is the action id at the gate: it is decided once, and answered as it stands. */
  ask(action: QueuedAction, askId: string): Promise<GateAnswer>
  /** Takes the grant of an ask, once; stop orders and lockout are checked again. */
  claim(action: QueuedAction, askId: string): Promise<ClaimAnswer>
  /** `unclaimed`: the ask has no grant that was claimed, so there is nothing to report (yet). */
  report(outcome: GrantOutcome): Promise<'settled' | 'unclaimed'>
}

export interface RecoveryClock {
  /** The server's clock; it may step. */
  nowMs(): number
  /** Never steps; counts from anywhere. */
  monotonicMs(): number
}

/** How long recovery waits, in ms. */
export interface RecoveryTiming {
  /** An attempt's time until it counts as lost: a request's own limit and ample time to save its answer. */
  readonly leaseMs: number
  /** Between taking the lease and sending. Whoever was held up longer must not send any more. */
  readonly sendWithinMs: number
  /** How long a request that has left may still have its effect; only then is the platform asked. */
  readonly settleMs: number
}

/** All that driving actions needs from outside; the worker and the simulator each bring their own. */
export interface RecoveryPorts {
  readonly store: ActionStore
  readonly outcomes: OutcomeStore
  readonly gate: RecoveryGate
  /** Null when the account has no connection to the platform any more. */
  readonly connectorOf: (action: QueuedAction) => Promise<Connector | null>
  readonly clock: RecoveryClock
  readonly timing: RecoveryTiming
  /** A number in [0, 1). */
  readonly random: () => number
  /** Since when this process has seen an action's attempt as unknown, on the monotonic clock. */
  readonly unknownSince: Map<string, number>
}
