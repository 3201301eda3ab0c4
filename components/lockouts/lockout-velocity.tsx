'use client'

import { timeScale, type TimeScale } from '../charts/time-scale.ts'
import { markRowHeight } from '../charts/event-rows.tsx'
import { VelocityChart } from '../guard/velocity-chart.tsx'
import { velocitySentence } from '../guard/velocity-sentence.ts'
import { VelocityTable } from '../guard/velocity-table.tsx'
import type { LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { useZone } from '../ui/clock.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'
import { LockoutZoomMarks } from './lockout-zoom.tsx'
import { MarksLegend } from './marks-legend.tsx'

interface LockoutVelocityProps {
  readonly view: LockoutView
  readonly table: boolean
  readonly onTable: (table: boolean) => void
}

/** The hour around the lock against the limits, and under it every attempt of the minutes that tripped. */
export function LockoutVelocity({ view, table, onTable }: LockoutVelocityProps) {
  const zone = useZone()
  const { zoom, account, lockout } = view
  // The page is read now, even where the chart stopped counting long ago.
  const velocity = { ...view.velocity, asOfMs: view.asOfMs }
  const isNow = velocity.toMs >= velocity.asOfMs
  const zoomHeight = (compact: boolean): number =>
    zoomTop + zoom.agents.length * markRowHeight[compact ? 'compact' : 'wide'] + 34
  return (
    <Panel
      title={isNow ? 'Velocity, last hour' : 'Velocity around the lock'}
      sub={<span className="no-phone">each lane counts in its own window</span>}
      end={
        <>
          <span className="no-phone">
            {isNow ? 'as of' : 'up to'} <Moment atMs={velocity.toMs} />
          </span>
          <button type="button" className="link" aria-pressed={table} onClick={() => onTable(!table)}>
            Table
          </button>
        </>
      }
    >
      {velocity.lanes.length === 0 ? (
        <EmptyNote fill="A policy brings the limits.">
          No policy was in force, so nothing was counted.
        </EmptyNote>
      ) : (
        <VelocityChart
          view={velocity}
          zone={zone}
          label={velocitySentence(lockout.handle, velocity, zone)}
          policy={{ paces: account.paceIntervalMs !== null, holds: account.holdsEdits }}
          laneHeight={46}
          withBars={false}
          gutterLeft={gutterFor(zoom.agents.map((each) => each.agentId))}
          below={{
            height: zoomHeight,
            draw: (scale, y) => (
              <LockoutZoomMarks
                view={view}
                outer={scale}
                inner={zoomScale(scale, view)}
                top={y}
                zoomTop={y + zoomTop}
                zone={zone}
              />
            ),
          }}
        />
      )}
      <MarksLegend />
      {table && <VelocityTable view={velocity} zone={zone} range={velocity} />}
    </Panel>
  )
}

/** From the axis down to where the zoom begins: room for the lines that lead from one scale to the other. */
const zoomTop = 18

function zoomScale(outer: TimeScale, { zoom }: LockoutView): TimeScale {
  return timeScale({ fromMs: zoom.fromMs, toMs: zoom.toMs }, outer)
}

/** Names stand whole in the left gutter as far as they reasonably can. */
function gutterFor(names: readonly string[]): number {
  const longest = Math.max(0, ...names.map((name) => name.length))
  return Math.min(220, Math.max(104, longest * 7.2 + 10))
}
