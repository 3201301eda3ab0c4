'use client'

import type { RecoveryOutcomeView } from '#lib/contracts/views/recovery-outcome-view.ts'
import { formatChange } from '#lib/shared/format-points.ts'
import { formatMoment } from '#lib/shared/format-time.ts'
import { LiftPlot } from '../../charts/lift-plot.tsx'
import { useNow, useZone } from '../../ui/clock.tsx'
import { missingWords, proportionWords, verdictWords } from './outcome-words.ts'

/** What each action on a post came to: its change with its interval, and the counts before and after. */
export function ActionOutcomes({ outcomes }: { outcomes: readonly RecoveryOutcomeView[] }) {
  const zone = useZone()
  const nowMs = useNow()
  const timeOf = ({ actedAtMs }: RecoveryOutcomeView) => formatMoment(actedAtMs, nowMs, zone, 'minute')
  return (
    <div className="px-4 pb-3">
      <LiftPlot
        label="Change of the engagement rate after each action in percentage points, with its 95 % interval"
        rows={outcomes.map((outcome) => ({
          id: outcome.actionId,
          name: outcome.actionType,
          note: timeOf(outcome),
          verdict: verdictWords[outcome.verdict],
          words: outcome.lift ? formatChange(outcome.lift) : '',
          change: outcome.lift,
          missing: missingWords(outcome),
        }))}
      />
      <p className="dim text-12 mt-2">
        Change of engagement rate in percentage points, 95&nbsp;% interval (Newcombe), over equal exposure
        before and after.
      </p>
      <table className="mini mt-2">
        <thead>
          <tr>
            <th>Action</th>
            <th className="num">Before</th>
            <th className="num">After</th>
          </tr>
        </thead>
        <tbody>
          {outcomes.map((outcome) => (
            <tr key={outcome.actionId}>
              <td>
                {outcome.actionType} {timeOf(outcome)}
              </td>
              <td className="num">{proportionWords(outcome.baseline)}</td>
              <td className="num">{proportionWords(outcome.followUp)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
