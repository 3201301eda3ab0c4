import type { Pool } from 'pg'
import type { MetricSample } from '../../engine/recovery/metric-sample.ts'

/** The samples of a post since a time, by time, those of one time in the order received; the newest `limit`. */
export async function readSampleHistory(
  pool: Pool,
  postNo: string,
  sinceMs: number,
  limit: number,
): Promise<readonly MetricSample[]> {
  const { rows } = await pool.query<{ captured_at: Date; impressions: string; engagements: string }>(
    `SELECT captured_at, impressions, engagements FROM metric_sample WHERE post_no = $1 AND captured_at >= $2
     ORDER BY captured_at DESC, received DESC LIMIT $3`,
    [postNo, new Date(sinceMs), limit],
  )
  return rows
    .map(({ captured_at, impressions, engagements }) => ({
      capturedAtMs: captured_at.getTime(),
      impressions: Number(impressions),
      engagements: Number(engagements),
    }))
    .reverse()
}
