import { z } from 'zod'
import { recoveryStatuses } from '../../engine/recovery/recovery-action.ts'
import { accountRowSchema } from './account-row.ts'
import { personViewSchema } from './person-view.ts'
import { recoveryOutcomeSchema } from './recovery-outcome-view.ts'
import { standingStopOrderSchema } from './stop-orders-view.ts'

export const intensitySchema = z.enum(['tier_1', 'tier_2', 'tier_3'])
export type IntensityView = z.infer<typeof intensitySchema>
export const recoveryActionTypeSchema = z.enum(['comment', 'edit', 'thread'])
export type RecoveryActionTypeView = z.infer<typeof recoveryActionTypeSchema>
export const recoveryStatusSchema = z.enum(recoveryStatuses)
export type RecoveryStatusView = z.infer<typeof recoveryStatusSchema>

/** The stretch of stagnation that the post is in, or was in last. */
export const episodeSchema = z.object({
  /** Counts from 1. */
  number: z.int(),
  /**
   * `none`: no action yet. `open`: it may be helped (further). `exhausted`: its remedies are spent, for a person to
   * look at. `recovered`: it became healthy after an action. `rested`: too long without one.
   */
  state: z.enum(['none', 'open', 'exhausted', 'recovered', 'rested']),
  /** When its first action was planned; null with `none`. */
  startedAtMs: z.int().nullable(),
  /** Null unless it is over. */
  endedAtMs: z.int().nullable(),
  /** When rest ends it if nothing more is dispatched; null unless it is open or exhausted. */
  restsAtMs: z.int().nullable(),
  /** Actions that were not called off. */
  actionCount: z.int(),
})
export type EpisodeView = z.infer<typeof episodeSchema>

/** One recovery action of the post. */
export const postActionSchema = z.object({
  actionId: z.string(),
  actionType: recoveryActionTypeSchema,
  intensity: intensitySchema,
  episode: z.int(),
  status: recoveryStatusSchema,
  idempotencyKey: z.string(),
  /** What every attempt publishes. */
  text: z.string(),
  attempts: z.int(),
  errorCode: z.string().nullable(),
  reservedAtMs: z.int(),
  /** When a worker next has something to do; null when nothing is left to do. */
  dueAtMs: z.int().nullable(),
})
export type PostAction = z.infer<typeof postActionSchema>

/** One line of what was tried, from the action's history and the gate's answers. */
export const attemptRowSchema = z.object({
  id: z.string(),
  actionId: z.string(),
  actionType: recoveryActionTypeSchema,
  intensity: intensitySchema,
  /** `gate`: the gate did not let it through. `person`: settled or called off. `queue`: it waits. */
  kind: z.enum(['queue', 'gate', 'attempt', 'lookup', 'person', 'end']),
  /** Of an attempt; null for every other kind. */
  attempt: z.int().nullable(),
  status: z.union([recoveryStatusSchema, z.enum(['held', 'paced', 'blocked'])]),
  startedAtMs: z.int(),
  /** Null while it lasts, or when it was not timed. */
  tookMs: z.int().nullable(),
  /** Error or reason code; null when there is nothing to say. */
  code: z.string().nullable(),
  /** The gate's sentence, or a person's. */
  message: z.string().nullable(),
  /** The platform's own name of the effect. */
  reference: z.string().nullable(),
  by: z.string().nullable(),
  /** When it is tried, asked or looked up again; null when it is not. */
  againAtMs: z.int().nullable(),
  lockoutId: z.string().nullable(),
  /** Of what the gate holds; null for everything else. */
  approvalId: z.string().nullable(),
})
export type AttemptRow = z.infer<typeof attemptRowSchema>

/** One rule that stood in the way, and until when; null when time alone does not lift it. */
export const blockSchema = z.object({ reason: z.string(), untilMs: z.number().nullable() })
export type BlockView = z.infer<typeof blockSchema>

/** One evaluation of the post. */
export const evaluationRowSchema = z.object({
  evaluationNo: z.string(),
  atMs: z.int(),
  /** `healthy` and so on, the deciding rule; null when eligible. */
  reason: z.string().nullable(),
  blocks: z.array(blockSchema),
  sampleCount: z.int(),
  /** Null while there is nothing to measure, as the two below. */
  newImpressions: z.int().nullable(),
  rate: z.number().nullable(),
  score: z.number().nullable(),
  /** Null when the rules stopped before it was known. */
  actionType: recoveryActionTypeSchema.nullable(),
  intensity: intensitySchema.nullable(),
  planned: z.boolean(),
  /** Eligible, and kept untreated by the policy's holdout. */
  heldOut: z.boolean(),
  /** The episode that ends with it; null when none does. */
  endsEpisode: z.int().nullable(),
  /** When time alone would have made it eligible; null when it is, or never. */
  nextEligibleAtMs: z.int().nullable(),
})
export type EvaluationRow = z.infer<typeof evaluationRowSchema>

/** What one intensity would do to the post if it stagnated so much now. */
export const remedySchema = z.object({
  intensity: intensitySchema,
  actionType: recoveryActionTypeSchema,
  /** The lowest score that asks for it. */
  fromScore: z.number(),
  /** The key is free, held by an action that is not over, or spent. */
  key: z.enum(['free', 'in_flight', 'spent']),
  /** When rest frees a spent key; null when nothing does, or when it is free. */
  keyFreeAtMs: z.int().nullable(),
  cooldownUntilMs: z.int().nullable(),
  supported: z.boolean(),
})
export type RemedyView = z.infer<typeof remedySchema>

/** What would happen if the post stagnated (again) now. */
export const ifStagnatesSchema = z.object({
  episode: z.int(),
  remedies: z.array(remedySchema),
  frequency: z.object({ used: z.int(), of: z.int(), untilMs: z.int().nullable() }),
  /** Null when the policy has no budget. */
  budget: z.object({ used: z.int(), of: z.int(), untilMs: z.int().nullable() }).nullable(),
  heldOut: z.boolean(),
})
export type IfStagnates = z.infer<typeof ifStagnatesSchema>

/** GET recoveryPost: everything about the recovery of one post but its chart. */
export const recoveryPostViewSchema = z.object({
  asOfMs: z.int(),
  post: z.object({
    postNo: z.string(),
    postId: z.string(),
    platform: z.string(),
    /** `recorded` means that nothing leaves the machine; null when the account has no connection there. */
    connector: z.string().nullable(),
    title: z.string().nullable(),
    /** `waiting` before the first evaluation, `eligible`, or the deciding reason. */
    state: z.string(),
    actionType: recoveryActionTypeSchema.nullable(),
    evaluatedAtMs: z.int().nullable(),
    nextEvaluationAtMs: z.int().nullable(),
    nextEligibleAtMs: z.int().nullable(),
    heldOut: z.boolean(),
    lastSampleAtMs: z.int().nullable(),
    /** Whether its newest sample is older than the window, so that nothing can be evaluated. */
    isStale: z.boolean(),
    paused: z.object({ atMs: z.int(), by: personViewSchema, reason: z.string() }).nullable(),
  }),
  account: accountRowSchema.pick({
    accountId: true,
    handle: true,
    state: true,
    paceIntervalMs: true,
    holdsEdits: true,
    lockout: true,
  }),
  /** Those that would refuse a recovery action on this post, the widest first. */
  stopOrders: z.array(standingStopOrderSchema),
  /** Null when no policy is in force. */
  policy: z
    .object({
      name: z.string(),
      version: z.string(),
      windowMinutes: z.number(),
      minSamples: z.int(),
      minImpressions: z.int(),
      holdoutFraction: z.number(),
    })
    .nullable(),
  episode: episodeSchema,
  /** Newest first. */
  actions: z.array(postActionSchema),
  /** Newest first. */
  attempts: z.array(attemptRowSchema),
  /** Newest first, at most 300. */
  evaluations: z.array(evaluationRowSchema),
  evaluationCount: z.int(),
  /** Newest first. */
  outcomes: z.array(recoveryOutcomeSchema),
  /** Null when no policy is in force. */
  ifStagnates: ifStagnatesSchema.nullable(),
})
export type RecoveryPostView = z.infer<typeof recoveryPostViewSchema>
