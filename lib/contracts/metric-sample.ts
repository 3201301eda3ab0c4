import { z } from 'zod'
import { recordedName, recordedTime } from './recorded-line.ts'

/** What a post is called on screen. */
export const postTitle = z
  .string('must be text')
  .max(2000, 'must be at most 2000 characters')
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'must hold no NUL and no lone surrogate')

const counter = z.int('must be a whole number').min(0, 'must not be negative')

/** One line of recorded post metrics (JSON Lines): cumulative counters of one post at one time. */
export const metricSampleSchema = z.strictObject({
  postId: recordedName,
  platform: recordedName,
  accountId: recordedName,
  /** Milliseconds once read. */
  capturedAt: recordedTime,
  impressions: counter,
  engagements: counter,
  title: postTitle.optional(),
})
export type RecordedMetricSample = z.output<typeof metricSampleSchema>
