import { z } from 'zod'
import { liftSchema } from './recovery-outcome-view.ts'

/** Posts that were treated, or held out; only the first action of each episode counts. */
const armSchema = z.object({
  /** Posts with a measured change. */
  posts: z.int(),
  /** Measured episodes: of treated posts their first actions, of held-out ones their starts. */
  episodes: z.int(),
  /** Episodes with too little exposure for a figure. */
  inconclusive: z.int(),
  /** Episodes that are not final yet; of treated posts every action. */
  measuring: z.int(),
  /** Mean change of the posts' engagement rates, in fractions of 1; null with too few posts. */
  change: liftSchema.nullable(),
})
export type ArmView = z.output<typeof armSchema>

/** Treated against held out, over all posts. */
export const recoveryComparisonSchema = z.object({
  asOfMs: z.int(),
  treated: armSchema,
  heldOut: armSchema,
  /** Treated minus held out; null with too few posts on either side. */
  difference: liftSchema.nullable(),
  /** Posts that each arm needs for a figure. */
  neededPosts: z.int(),
  /** Whether a policy in force keeps a share of its posts untreated. */
  hasHoldout: z.boolean(),
})
export type RecoveryComparisonView = z.output<typeof recoveryComparisonSchema>
