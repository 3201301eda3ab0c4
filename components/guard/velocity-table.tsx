'use client'

import { countAt, peakOf, type Interval } from '../charts/step-series.ts'
import type { VelocityView } from '#lib/contracts/views/velocity-view.ts'
import { formatMoment } from '#lib/shared/format-time.ts'
import { stateWord, tierLook } from './words.ts'

/** The chart's figures as a table, newest first: the highest count of each stretch, and its attempts by answer. */
export function VelocityTable({ view, zone, range }: { view: VelocityView; zone: string; range: Interval }) {
  return (
    <div className="table-twin" tabIndex={0} role="region" aria-label="Velocity as a table">
      <table>
        <thead>
          <tr>
            <th>From</th>
            <th>State</th>
            {view.lanes.map((lane) => (
              <th key={lane.tier} className="num">
                {tierLook[lane.tier].name}
                <br />
                <span className="faint">
                  of {lane.threshold} in {lane.windowMinutes} min
                </span>
              </th>
            ))}
            <th className="num">Admitted</th>
            <th className="num">Held</th>
            <th className="num">Paced</th>
            <th className="num">Blocked</th>
            <th className="num">Refused, locked</th>
          </tr>
        </thead>
        <tbody>
          {stretchesOf(view, range).map((stretch) => (
            <Row key={stretch.fromMs} view={view} stretch={stretch} zone={zone} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ view, stretch, zone }: { view: VelocityView; stretch: Interval; zone: string }) {
  const bucket = view.attempts.buckets.find((each) => each.fromMs === stretch.fromMs)
  const state = view.ribbon.findLast((each) => each.fromMs < stretch.toMs)?.state ?? 'unknown'
  return (
    <tr>
      <td className="nw">{formatMoment(stretch.fromMs, view.asOfMs, zone)}</td>
      <td className="nw dim">{stateWord[state]}</td>
      {view.lanes.map((lane) => (
        <td key={lane.tier} className="num">
          {peakOf(lane.points, stretch)?.count ?? countAt(lane.points, stretch.fromMs)}
        </td>
      ))}
      <td className="num">{bucket?.admitted ?? 0}</td>
      <td className="num">{bucket?.held ?? 0}</td>
      <td className="num">{bucket?.paced ?? 0}</td>
      <td className="num">{bucket?.blocked ?? 0}</td>
      <td className="num">{bucket?.refusedByLockout ?? 0}</td>
    </tr>
  )
}

/** The attempts' buckets over the whole range, newest first; those without attempts too, since a count may last. */
function stretchesOf(view: VelocityView, range: Interval): Interval[] {
  const { bucketMs, buckets } = view.attempts
  const anchor = buckets[0]?.fromMs ?? view.fromMs
  const first = anchor + Math.floor((range.fromMs - anchor) / bucketMs) * bucketMs
  const count = Math.ceil((range.toMs - first) / bucketMs)
  return Array.from({ length: count }, (_, index) => {
    const fromMs = first + (count - 1 - index) * bucketMs
    return { fromMs, toMs: fromMs + bucketMs }
  })
}
