import { z } from 'zod'
import { recordedName, recordedTime } from './recorded-line.ts'

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
  title: z.string().max(2000).optional(),
})
export type RecordedMetricSample = z.output<typeof metricSampleSchema>
