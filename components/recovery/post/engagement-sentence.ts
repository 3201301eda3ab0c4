import type { RecoverySeries } from '#lib/contracts/views/recovery-series-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { formatMoment } from '#lib/shared/format-time.ts'
import { rateText } from '../../charts/rate-lane.tsx'

/** The chart in a sentence, for whoever cannot see it; the figures are in its table. */
export function engagementSentence(series: RecoverySeries, zone: string): string {
  const clock = (atMs: number) => formatMoment(atMs, series.asOfMs, zone, 'minute')
  const last = series.points.findLast(([, rate]) => rate !== null)
  const rate =
    last?.[1] == null ? 'no rate was judged' : `last judged ${rateText(last[1])} at ${clock(last[0])}`
  const actions = series.actions.map(({ atMs, actionType }) => `${actionType} at ${clock(atMs)}`)
  return [
    `Engagement rate from ${clock(series.fromMs)} to ${clock(series.toMs)}: ${rate}`,
    actions.length === 0 ? 'no action' : actions.join(', '),
    formatNoun(series.evaluations.length, 'evaluation'),
  ].join('; ')
}
