import type { ActionLife } from './action-life.ts'
import type { RecoveryStatus } from './recovery-action.ts'

/** What can happen to a recovery action. `nowMs` is the clock of whoever saw it. */
export type LifeStep =
  /** The gate asks to wait, or its grant is of no use any more: it is asked anew then. */
  | { readonly type: 'postpone'; readonly untilMs: number }
  /** The gate holds this very ask for a person's approval, which is looked for again then. */
  | { readonly type: 'hold'; readonly untilMs: number; readonly askId: string }
  /** The grant of this ask is claimed: an attempt begins, under a lease. */
  | { readonly type: 'start'; readonly nowMs: number; readonly leaseMs: number; readonly askId: string }
  /** The platform answered that it is done. Holds for the newest attempt, also when its lease is over. */
  | { readonly type: 'succeed'; readonly attempt: number; readonly reference: string | null }
  /** The attempt failed, surely or perhaps. Holds for the newest attempt while it is running. */
  | {
      readonly type: 'fail'
      readonly attempt: number
      readonly errorCode: string
      /** Whether the request may have reached the platform. */
      readonly mayHaveLeft: boolean
      readonly platformRetryAfterMs: number | null
      readonly nowMs: number
      /** How long to wait before the platform is asked what became of it. */
      readonly settleMs: number
      /** In [0, 1): the jitter of the next wait. */
      readonly random: number
    }
  /** Nobody has answered for the attempt and its lease is over. */
  | { readonly type: 'lose'; readonly nowMs: number; readonly settleMs: number }
  /** The platform was asked for the key and shows the effect. */
  | { readonly type: 'find'; readonly reference: string | null }
  /** The platform was asked for the key and surely has no such effect. */
  | { readonly type: 'find_absent'; readonly nowMs: number; readonly random: number }
  /** The platform could not be asked, or its answer settles nothing. */
  | { readonly type: 'fail_to_look'; readonly nowMs: number; readonly random: number }
  /** The connector cannot look a key up at all. */
  | { readonly type: 'give_to_human' }
  /** A person has found out. */
  | { readonly type: 'settle'; readonly happened: boolean; readonly reference: string | null }
  /** A lockout, a stop order, the gate or a reviewer calls it off. */
  | { readonly type: 'cancel' }

/** What a step comes to: the states passed through, in order, and the last of them whole; or nothing. */
export type StepResult =
  | { readonly kind: 'moved'; readonly path: readonly RecoveryStatus[]; readonly life: ActionLife }
  | { readonly kind: 'refused'; readonly why: 'illegal_step' | 'not_due' | 'other_attempt' | 'lease_holds' }
