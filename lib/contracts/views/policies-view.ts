import { z } from 'zod'
import type { Policy } from '../../engine/policy/policy.ts'
import { lockoutCauseSchema } from './account-row.ts'
import { personViewSchema } from './person-view.ts'

const modeSchema = z.enum(['enforce', 'shadow'])

/** GET policies: every account with the policy that it is under. */
export const policiesViewSchema = z.object({
  asOfMs: z.int(),
  accounts: z.array(
    z.object({
      accountId: z.string(),
      handle: z.string(),
      recorded: z.boolean(),
      policy: z.object({ name: z.string(), version: z.string(), mode: modeSchema }).nullable(),
    }),
  ),
})
export type PoliciesView = z.infer<typeof policiesViewSchema>

export const policyChangeSchema = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})

/** GET policies of one account: the one in force, and how it came to be. */
export const accountPolicyViewSchema = z.object({
  asOfMs: z.int(),
  accountId: z.string(),
  handle: z.string(),
  /** Null when none was ever assigned. */
  version: z.string().nullable(),
  /** The whole document in force, as it was recorded. */
  policy: z.custom<Policy>((value) => typeof value === 'object').nullable(),
  /** Newest first, at most 50; `changes` against the version before it. */
  versions: z.array(
    z.object({
      seq: z.int(),
      atMs: z.int(),
      version: z.string(),
      name: z.string(),
      mode: modeSchema,
      /** Null when the command line or the set-up assigned it. */
      by: personViewSchema.nullable(),
      changes: z.array(policyChangeSchema),
      /** Whether it is the first of the account, so that nothing is before it. */
      isFirst: z.boolean(),
    }),
  ),
})
export type AccountPolicyView = z.infer<typeof accountPolicyViewSchema>

const replayedLockout = z.object({
  openedAtMs: z.int(),
  closedAtMs: z.int().nullable(),
  cause: lockoutCauseSchema,
  actions: z.int(),
  spanMs: z.int(),
})
const pair = z.tuple([z.int(), z.int()])

/** What the recorded history would have been under a proposed policy; pairs are [in force, proposed]. */
export const policyReplaySchema = z.object({
  accountId: z.string(),
  fromMs: z.int(),
  toMs: z.int(),
  /** Recorded attempts that were decided again. */
  actions: z.int(),
  /** Whether only the newest part of the time was replayed, because there is too much of it. */
  isCut: z.boolean(),
  resetAfterMinutes: z.int().nullable(),
  same: z.int(),
  added: z.array(replayedLockout),
  avoided: z.array(replayedLockout),
  moved: z.array(z.object({ from: replayedLockout, to: replayedLockout })),
  lockedMs: pair,
  admitted: pair,
  held: pair,
  blocked: pair,
})
export type PolicyReplay = z.infer<typeof policyReplaySchema>
