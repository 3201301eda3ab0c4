import type { ActionDecided, Person } from '../guard/events.ts'

/** Where an action stands in its life (domain.md, section 4); each state carries only its own fields. */
export type ActionState =
  | { readonly status: 'unasked' }
  | ({ readonly status: 'held' } & Decided)
  | ({ readonly status: 'allowed' | 'blocked' } & Decided)
  | ({ readonly status: 'approved' } & Decided & { readonly by: Person; readonly approvedAtMs: number })
  | ({ readonly status: 'rejected' } & Decided & { readonly by: Person; readonly reason: string })
  | ({
      readonly status: 'expired'
      /** What it was when its time ran out. */
      readonly from: 'held' | 'approved' | 'allowed'
      /** Whether the log says so already, or only the stored time does. */
      readonly isRecorded: boolean
    } & Decided)
  | ({ readonly status: 'claimed' } & Decided & {
        readonly claimedAtMs: number
        readonly deadlineAtMs: number
      })
  | ({ readonly status: 'succeeded' | 'failed' | 'unknown' } & Decided & {
        readonly claimedAtMs: number
        readonly reportedAtMs: number
        /** False for an `unknown` that only the stored deadline says so far. */
        readonly isRecorded: boolean
      })

interface Decided {
  readonly decision: ActionDecided
  readonly seq: number
  readonly decidedAtMs: number
  /** Until when it may be claimed (and, when held, approved). */
  readonly expiresAtMs: number
}
