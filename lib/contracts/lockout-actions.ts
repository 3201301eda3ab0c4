import { z } from 'zod'
import { resetReasonCodes } from '../engine/guard/events.ts'

/**
 * Inputs of the server actions in app/actions/lockouts.ts, named after them. Each action is
 * `(input) => Promise<ActionResult>`; the lockout's `version` is the one on the reviewer's screen.
 */
const lockoutId = z.string().min(1)
const version = z.int().positive()
const briefDigest = z.string().min(1)

/** A reset's reason: a code of the list, a note of 20 characters or more, and an override with its own reason. */
export const resetStatementSchema = z.object({
  reasonCode: z.enum(resetReasonCodes, 'Choose a reason'),
  note: z.string().trim().min(20, 'A note needs 20 characters or more').max(2000),
  override: z
    .object({
      reason: z.string().trim().min(20, 'An override needs a reason of 20 characters or more').max(2000),
    })
    .nullable(),
})

/** `claimLockout`: takes the lease, or renews one's own. Refused while another reviewer holds it. */
export const claimLockoutSchema = z.object({ lockoutId })
/** `releaseClaim`: gives one's own lease back. */
export const releaseClaimSchema = z.object({ lockoutId })
/** `acknowledgeBrief`: says that this person has read the brief with this digest. */
export const acknowledgeBriefSchema = z.object({ lockoutId, briefDigest })
/** `addBriefNote`: makes a new version of the brief, and so voids acknowledgements of the old one. */
export const addBriefNoteSchema = z.object({
  lockoutId,
  version,
  note: z.string().trim().min(1, 'Write a note').max(2000),
})
/** `upholdLockout`: confirms it; it stays locked, with an optional time of review. Answers the version that it made. */
export const upholdLockoutSchema = z.object({
  lockoutId,
  version,
  note: z.string().trim().max(2000),
  reviewAtMs: z.int().nullable(),
})
/** `withdrawUphold`: undoes one's own `upholdLockout`; `version` is the one that it made. */
export const withdrawUpholdSchema = z.object({ lockoutId, version })
/** `requestSecondReview`: asks a different reviewer to approve this very reset. */
export const requestSecondReviewSchema = z.object({
  lockoutId,
  version,
  briefDigest,
  statement: resetStatementSchema,
})
/** `voteOnReset`: the second reviewer's answer to a request. */
export const voteOnResetSchema = z.object({
  lockoutId,
  requestId: z.string().min(1),
  approved: z.boolean(),
  note: z.string().trim().max(2000),
})
/** `resetLockout`: refused with everything that is unmet, unless all six conditions hold. */
export const resetLockoutSchema = z.object({
  lockoutId,
  version,
  briefDigest,
  /** The account's handle, typed out. */
  handle: z.string(),
  // Loose on purpose: the rules refuse a draft together with everything else that is missing, not field by field.
  statement: z.object({
    reasonCode: z.enum([...resetReasonCodes, '']),
    note: z.string().max(2000),
    override: z.object({ reason: z.string().max(2000) }).nullable(),
  }),
})
/** `lockOutAccount`: the kill switch. Answers the new lockout's id. */
export const lockOutAccountSchema = z.object({
  accountId: z.string().min(1),
  note: z.string().trim().min(20, 'Say why, in 20 characters or more').max(2000),
})
/** `reauthenticate`: the signed-in person's password once more; good for 15 minutes. */
export const reauthenticateSchema = z.object({ password: z.string().min(1, 'Type your password') })

export type ClaimLockoutInput = z.infer<typeof claimLockoutSchema>
export type ReleaseClaimInput = z.infer<typeof releaseClaimSchema>
export type AcknowledgeBriefInput = z.infer<typeof acknowledgeBriefSchema>
export type AddBriefNoteInput = z.infer<typeof addBriefNoteSchema>
export type UpholdLockoutInput = z.infer<typeof upholdLockoutSchema>
export type WithdrawUpholdInput = z.infer<typeof withdrawUpholdSchema>
export type RequestSecondReviewInput = z.infer<typeof requestSecondReviewSchema>
export type VoteOnResetInput = z.infer<typeof voteOnResetSchema>
export type ResetLockoutInput = z.infer<typeof resetLockoutSchema>
export type LockOutAccountInput = z.infer<typeof lockOutAccountSchema>
export type ReauthenticateInput = z.infer<typeof reauthenticateSchema>
