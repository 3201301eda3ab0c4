import type { ActionResult } from '../contracts/action-result.ts'
import type {
  AcknowledgeBriefInput,
  AddBriefNoteInput,
  ClaimLockoutInput,
  LockOutAccountInput,
  ReauthenticateInput,
  ReleaseClaimInput,
  RequestSecondReviewInput,
  ResetLockoutInput,
  UpholdLockoutInput,
  VoteOnResetInput,
  WithdrawUpholdInput,
} from '../contracts/lockout-actions.ts'

/** A server action as a component calls it. */
export type Action<Input, Value = unknown> = (input: Input) => Promise<ActionResult<Value>>

export type ClaimLockout = Action<ClaimLockoutInput>
export type LockOutAccount = Action<LockOutAccountInput, { lockoutId: string }>

/** What a reviewer can do on a lockout's page; the page hands the server actions in. */
export interface LockoutActions {
  readonly claimLockout: ClaimLockout
  readonly lockOutAccount: LockOutAccount
  readonly releaseClaim: Action<ReleaseClaimInput>
  readonly acknowledgeBrief: Action<AcknowledgeBriefInput>
  readonly addBriefNote: Action<AddBriefNoteInput>
  readonly upholdLockout: Action<UpholdLockoutInput, { version: number }>
  readonly withdrawUphold: Action<WithdrawUpholdInput>
  readonly requestSecondReview: Action<RequestSecondReviewInput>
  readonly voteOnReset: Action<VoteOnResetInput>
  readonly resetLockout: Action<ResetLockoutInput>
  readonly reauthenticate: Action<ReauthenticateInput>
}
