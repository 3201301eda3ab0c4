'use server'

import type { ActionResult } from '#lib/contracts/action-result.ts'
import {
  type AcknowledgeBriefInput,
  acknowledgeBriefSchema,
  type AddBriefNoteInput,
  addBriefNoteSchema,
  type ClaimLockoutInput,
  claimLockoutSchema,
  type LockOutAccountInput,
  lockOutAccountSchema,
  type ReleaseClaimInput,
  releaseClaimSchema,
  type RequestSecondReviewInput,
  requestSecondReviewSchema,
  type ResetLockoutInput,
  resetLockoutSchema,
  type UpholdLockoutInput,
  upholdLockoutSchema,
  type VoteOnResetInput,
  voteOnResetSchema,
  type WithdrawUpholdInput,
  withdrawUpholdSchema,
} from '#lib/contracts/lockout-actions.ts'
import { lockoutOpened, lockoutOutcome, lockoutVersion } from '#lib/http/lockout-outcome.ts'
import { runAction } from '#lib/http/run-action.ts'
import * as acknowledge from '#lib/services/lockouts/acknowledge-brief.ts'
import * as note from '#lib/services/lockouts/add-brief-note.ts'
import * as claim from '#lib/services/lockouts/claim-lockout.ts'
import * as killSwitch from '#lib/services/lockouts/lock-out-account.ts'
import * as release from '#lib/services/lockouts/release-claim.ts'
import * as request from '#lib/services/lockouts/request-reset.ts'
import * as reset from '#lib/services/lockouts/reset-lockout.ts'
import * as uphold from '#lib/services/lockouts/uphold-lockout.ts'
import * as vote from '#lib/services/lockouts/vote-on-reset.ts'
import * as withdraw from '#lib/services/lockouts/withdraw-uphold.ts'

/** Takes the lease of a lockout, or renews one's own. */
export async function claimLockout(input: ClaimLockoutInput): Promise<ActionResult> {
  return runAction(claimLockoutSchema, input, (parsed, { runtime, actor }) =>
    lockoutOutcome(claim.claimLockout(runtime, actor, parsed)),
  )
}

/** Gives one's own lease back. */
export async function releaseClaim(input: ReleaseClaimInput): Promise<ActionResult> {
  return runAction(releaseClaimSchema, input, (parsed, { runtime, actor }) =>
    lockoutOutcome(release.releaseClaim(runtime, actor, parsed)),
  )
}

/** Says that this person has read the brief. */
export async function acknowledgeBrief(input: AcknowledgeBriefInput): Promise<ActionResult> {
  return runAction(acknowledgeBriefSchema, input, (parsed, { runtime, actor }) =>
    lockoutOutcome(acknowledge.acknowledgeBrief(runtime, actor, parsed)),
  )
}

/** Adds a note to the brief, which makes a new version of it. */
export async function addBriefNote(input: AddBriefNoteInput): Promise<ActionResult> {
  return runAction(addBriefNoteSchema, input, (parsed, { runtime, actor }) =>
    lockoutOutcome(note.addBriefNote(runtime, actor, parsed)),
  )
}

/** Confirms a lockout; it stays. Answers the version by which this can be taken back. */
export async function upholdLockout(input: UpholdLockoutInput): Promise<ActionResult<{ version: number }>> {
  return runAction(upholdLockoutSchema, input, (parsed, { runtime, actor }) =>
    lockoutVersion(uphold.upholdLockout(runtime, actor, parsed)),
  )
}

/** Takes one's own uphold back. */
export async function withdrawUphold(input: WithdrawUpholdInput): Promise<ActionResult> {
  return runAction(withdrawUpholdSchema, input, (parsed, { runtime, actor }) =>
    lockoutOutcome(withdraw.withdrawUphold(runtime, actor, parsed)),
  )
}

/** Asks a different reviewer to approve this very reset. */
export async function requestSecondReview(input: RequestSecondReviewInput): Promise<ActionResult> {
  return runAction(requestSecondReviewSchema, input, (parsed, { runtime, actor }) =>
    lockoutOutcome(request.requestReset(runtime, actor, parsed)),
  )
}

/** The second reviewer's answer. */
export async function voteOnReset(input: VoteOnResetInput): Promise<ActionResult> {
  return runAction(voteOnResetSchema, input, (parsed, { runtime, actor }) =>
    lockoutOutcome(vote.voteOnReset(runtime, actor, parsed)),
  )
}

/** Resets a lockout, or lists everything that is missing. */
export async function resetLockout(input: ResetLockoutInput): Promise<ActionResult> {
  return runAction(resetLockoutSchema, input, (parsed, { runtime, actor }) =>
    lockoutOutcome(reset.resetLockout(runtime, actor, parsed)),
  )
}

/** The kill switch, for reviewers and leads. Answers the new lockout's id. */
export async function lockOutAccount(
  input: LockOutAccountInput,
): Promise<ActionResult<{ lockoutId: string }>> {
  return runAction(
    lockOutAccountSchema,
    input,
    (parsed, { runtime, actor }) => lockoutOpened(killSwitch.lockOutAccount(runtime, actor, parsed)),
    'reviewer',
  )
}
