import { z } from 'zod'
import { intensities, postStandings } from '../recovery-filter.ts'

const finalVerdict = z.enum(['inconclusive', 'improved', 'worse', 'no_clear_change'])

/** One post that recovery watches, by its latest evaluation. */
export const recoveryPostSchema = z.object({
  postNo: z.string(),
  postId: z.string(),
  platform: z.string(),
  /** `recorded` means that nothing leaves the machine; null when the account has no connection there. */
  connector: z.string().nullable(),
  handle: z.string(),
  title: z.string().nullable(),
  standing: z.enum(postStandings),
  /** Who paused recovery of it, and when; null unless somebody did. */
  paused: z.object({ byName: z.string(), atMs: z.int() }).nullable(),
  /** 0 (engaging) to 1 (stagnant); null while there is nothing to measure. */
  score: z.number().nullable(),
  intensity: z.enum(intensities).nullable(),
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
  /** Null when it may be helped now, or when time alone is not enough. */
  nextEligibleAtMs: z.int().nullable(),
  /** The newest action, and its verdict once it is final; null when there was none. */
  action: z
    .object({ actionType: z.string(), status: z.string(), verdict: finalVerdict.nullable() })
    .nullable(),
})
export type RecoveryPostRow = z.output<typeof recoveryPostSchema>

/** An action whose outcome a person has to find out. */
export const unsettledActionSchema = z.object({
  actionId: z.string(),
  actionType: z.string(),
  postNo: z.string(),
  postId: z.string(),
  platform: z.string(),
  handle: z.string(),
  idempotencyKey: z.string(),
  attempts: z.int(),
  errorCode: z.string().nullable(),
  reservedAtMs: z.int(),
})
export type UnsettledAction = z.output<typeof unsettledActionSchema>

/** The page of recovery: what needs a person, and how many posts stand where. */
export const recoveryViewSchema = z.object({
  asOfMs: z.int(),
  unsettled: z.array(unsettledActionSchema),
  postCount: z.int(),
  /** Posts by where they stand; absent when none does. */
  standings: z.partialRecord(z.enum(postStandings), z.int()),
})
export type RecoveryView = z.output<typeof recoveryViewSchema>

/** One page of the posts that a filter finds. */
export const recoveryPostsViewSchema = z.object({
  asOfMs: z.int(),
  posts: z.array(recoveryPostSchema),
  /** How many posts the filter finds, on all pages. */
  found: z.int(),
})
export type RecoveryPostsView = z.output<typeof recoveryPostsViewSchema>
