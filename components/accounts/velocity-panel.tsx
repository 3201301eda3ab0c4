'use client'

import { parseAsBoolean, parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import type { AccountRow } from '#lib/contracts/views/account-row.ts'
import {
  velocityRanges,
  velocityViewSchema,
  type VelocityRange,
  type VelocityView,
} from '#lib/contracts/views/velocity-view.ts'
import { formatClock, formatMoment, formatSpan } from '#lib/shared/format-time.ts'
import { VelocityChart } from '../guard/velocity-chart.tsx'
import { VelocityLegend } from '../guard/velocity-legend.tsx'
import { velocitySentence } from '../guard/velocity-sentence.ts'
import { VelocityTable } from '../guard/velocity-table.tsx'
import { useZone } from '../ui/clock.tsx'
import { EmptyNote, FailedNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { RangeButtons } from '../ui/range-buttons.tsx'
import { useKeys } from '../ui/use-keys.ts'

const rangeWords: Readonly<Record<VelocityRange, string>> = {
  '1h': '1\u00a0h',
  '6h': '6\u00a0h',
  '24h': '24\u00a0h',
  '7d': '7\u00a0d',
  '30d': '30\u00a0d',
}

/** What of the chart lives in the URL: range, zoom inside of it, and whether its table is shown. */
const chartParams = {
  range: parseAsStringLiteral(velocityRanges).withDefault('6h'),
  from: parseAsInteger,
  to: parseAsInteger,
  table: parseAsBoolean.withDefault(false),
}

interface VelocityPanelProps {
  readonly account: AccountRow
  readonly initial: VelocityView
  /** The range that `initial` was read for. */
  readonly initialRange: VelocityRange
}

/** The account's counts against its thresholds over a chosen range, as a chart with its table twin. */
export function VelocityPanel({ account, initial, initialRange }: VelocityPanelProps) {
  const [params, setParams] = useQueryStates(chartParams, { history: 'replace' })
  const { range } = params
  const initially = { initial, initialRange }
  const { data: view, failure, retry } = useVelocity(account.accountId, range, initially)
  const zone = useZone()
  useKeys({
    t: () => void setParams({ table: !params.table }),
    Escape: () => void setParams({ from: null, to: null }),
  })
  const zoom =
    params.from !== null && params.to !== null && params.from < params.to
      ? { fromMs: params.from, toMs: params.to }
      : null
  return (
    <Panel
      title={`Velocity, last ${rangeWords[params.range]}`}
      sub={<span className="no-phone">each lane counts in its own window; drag to zoom</span>}
      end={
        <>
          <RangeButtons
            words={rangeWords}
            ranges={velocityRanges}
            value={range}
            onChange={(chosen) => void setParams({ range: chosen, from: null, to: null })}
          />
          <span className="no-phone">as of {formatClock(view.asOfMs, zone)}</span>
          <button
            type="button"
            className="link"
            aria-pressed={params.table}
            onClick={() => void setParams({ table: !params.table })}
          >
            Table
          </button>
        </>
      }
    >
      {failure !== null && (
        <FailedNote
          what={`The velocity could not be read: ${failure.message}`}
          requestId={failure.requestId}
          onRetry={retry}
        />
      )}
      {view.lanes.length === 0 ? (
        <EmptyNote
          fill={
            <>
              Assign one with <code>npx interlock accounts policy</code>.
            </>
          }
        >
          No policy is in force, so nothing is counted.
        </EmptyNote>
      ) : (
        <Shown
          view={view}
          account={account}
          zone={zone}
          zoom={zoom}
          table={params.table}
          onZoom={(range) =>
            void setParams(range === null ? { from: null, to: null } : { from: range.fromMs, to: range.toMs })
          }
        />
      )}
    </Panel>
  )
}

interface ShownProps {
  readonly view: VelocityView
  readonly account: AccountRow
  readonly zone: string
  readonly zoom: { fromMs: number; toMs: number } | null
  readonly table: boolean
  readonly onZoom: (range: { fromMs: number; toMs: number } | null) => void
}

function Shown({ view, account, zone, zoom, table, onZoom }: ShownProps) {
  const range = zoom ?? view
  const policy = { paces: account.paceIntervalMs !== null, holds: account.holdsEdits }
  return (
    <>
      <VelocityChart
        view={view}
        zone={zone}
        label={velocitySentence(account.handle, view, zone)}
        policy={policy}
        range={range}
        onSelect={onZoom}
      />
      {zoom !== null && (
        <p className="legend">
          <span>
            Zoomed to {formatMoment(zoom.fromMs, view.asOfMs, zone)} to{' '}
            {formatMoment(zoom.toMs, view.asOfMs, zone)}
          </span>
          <button type="button" className="link tap" onClick={() => onZoom(null)}>
            Show the whole range
          </button>
        </p>
      )}
      {view.resolution.kind === 'peaks' && (
        <p className="legend">Each point is the highest count of {formatSpan(view.resolution.bucketMs)}.</p>
      )}
      <VelocityLegend
        hasLockout={view.notCounting.length > 0}
        hasProbation={view.ribbon.some((each) => each.state === 'probation')}
      />
      {table && <VelocityTable view={view} zone={zone} range={range} />}
    </>
  )
}

/** The range's series; while another range is being read, the last one stays on the screen. */
function useVelocity(
  accountId: string,
  range: VelocityRange,
  { initial, initialRange }: Pick<VelocityPanelProps, 'initial' | 'initialRange'>,
) {
  const path = consoleRoutes.velocity(accountId, range)
  return useView(
    queryKeys.velocity(accountId, range),
    path,
    velocityViewSchema,
    initial,
    range === initialRange,
  )
}
