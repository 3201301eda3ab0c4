import { z } from 'zod'

const intensity = z.enum(['tier_1', 'tier_2', 'tier_3'])

/** One post that recovery watches, by its latest evaluation. */
export const recoveryPostSchema = z.object({
  postNo: z.string(),
  postId: z.string(),
  platform: z.string(),
  /** `recorded` means that nothing leaves the machine; null when the account has no connection there. */
  connector: z.string().nullable(),
  handle: z.string(),
  title: z.string().nullable(),
  /** `waiting` before the first evaluation, `eligible`, or the deciding reason. */
  state: z.string(),
  /** 0 (engaging) to 1 (stagnant); null while there is nothing to measure. */
  score: z.number().nullable(),
  intensity: intensity.nullable(),
  /** How the fetching of its metrics fares; null when its connection cannot fetch, or is not asked to any more. */
  fetch: z
    .object({
      fetchedAtMs: z.int().nullable(),
      /** Of the latest request; null when it went well. */
      failure: z.object({ code: z.string(), atMs: z.int() }).nullable(),
      nextAtMs: z.int(),
    })
    .nullable(),
  evaluatedAtMs: z.int().nullable(),
  nextEligibleAtMs: z.int().nullable(),
  /** The newest action; null when there was none. */
  action: z.object({ actionType: z.string(), status: z.string() }).nullable(),
})
export type RecoveryPostRow = z.output<typeof recoveryPostSchema>

/** An action whose outcome a person has to find out. */
export const unsettledActionSchema = z.object({
  actionId: z.string(),
  actionType: z.string(),
  postId: z.string(),
  platform: z.string(),
  handle: z.string(),
  idempotencyKey: z.string(),
  attempts: z.int(),
  errorCode: z.string().nullable(),
  reservedAtMs: z.int(),
})
export type UnsettledAction = z.output<typeof unsettledActionSchema>

/** The page of recovery: what needs a person, and the posts, the most stagnant first. */
export const recoveryViewSchema = z.object({
  asOfMs: z.int(),
  unsettled: z.array(unsettledActionSchema),
  posts: z.array(recoveryPostSchema),
  postCount: z.int(),
})
export type RecoveryView = z.output<typeof recoveryViewSchema>
