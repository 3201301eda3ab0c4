'use client'

import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import type { RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import {
  type RecoveryRange,
  recoveryRanges,
  type RecoverySeries,
  recoverySeriesSchema,
} from '#lib/contracts/views/recovery-series-view.ts'
import { formatClock, formatMoment, formatSpan } from '#lib/shared/format-time.ts'
import { useZone } from '../../ui/clock.tsx'
import { EmptyNote, FailedNote, StaleNote } from '../../ui/page-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RangeButtons } from '../../ui/range-buttons.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { EngagementChart } from './engagement-chart.tsx'
import { EngagementLegend } from './engagement-legend.tsx'
import { EngagementTable } from './engagement-table.tsx'

const rangeWords: Readonly<Record<RecoveryRange, string>> = {
  '1h': '1\u00a0h',
  '6h': '6\u00a0h',
  '24h': '24\u00a0h',
  '7d': '7\u00a0d',
  all: 'All',
}

/** What of the chart lives in the URL: its range, and whether its table is shown. */
const chartParams = {
  range: parseAsStringLiteral(recoveryRanges).withDefault('24h'),
  table: parseAsBoolean.withDefault(false),
}

interface EngagementPanelProps {
  readonly view: RecoveryPostView
  readonly initial: RecoverySeries
  /** The range that `initial` was read for. */
  readonly initialRange: RecoveryRange
}

/** The post's engagement over a chosen range with what was judged and done, as a chart with its table twin. */
export function EngagementPanel({ view, initial, initialRange }: EngagementPanelProps) {
  const [params, setParams] = useQueryStates(chartParams, { history: 'replace' })
  const { range } = params
  const { postNo } = view.post
  const {
    data: series,
    failure,
    retry,
  } = useView(
    queryKeys.recoverySeries(postNo, range),
    consoleRoutes.recoverySeries(postNo, range),
    recoverySeriesSchema,
    initial,
    range === initialRange,
  )
  const zone = useZone()
  useKeys({ t: () => void setParams({ table: !params.table }) })
  return (
    <Panel
      title="Engagement and what was done"
      sub={
        <span className="no-phone">
          rate over the trailing {formatSpan(series.windowMinutes * 60_000)}, as the evaluation sees it
        </span>
      }
      end={
        <>
          <RangeButtons
            words={rangeWords}
            ranges={recoveryRanges}
            value={range}
            onChange={(chosen) => void setParams({ range: chosen })}
          />
          <span className="no-phone">{asOf(view, series, zone)}</span>
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
          what={`The engagement could not be read: ${failure.message}`}
          requestId={failure.requestId}
          onRetry={retry}
        />
      )}
      {view.post.isStale && view.post.lastSampleAtMs !== null && (
        <StaleNote>
          {`as of ${formatClock(series.asOfMs, zone)}, last sample ${formatMoment(view.post.lastSampleAtMs, series.asOfMs, zone)}: too old to judge, so it is not evaluated until new ones come`}
        </StaleNote>
      )}
      <Shown series={series} zone={zone} table={params.table} />
    </Panel>
  )
}

function Shown({ series, zone, table }: { series: RecoverySeries; zone: string; table: boolean }) {
  if (series.points.length < 2) {
    return (
      <EmptyNote fill="A longer range may have some; samples come from POST /api/v1/posts/metrics, interlock import metrics, or the connector.">
        No samples in this range.
      </EmptyNote>
    )
  }
  return (
    <>
      <EngagementChart series={series} zone={zone} />
      <EngagementLegend series={series} />
      {table && <EngagementTable series={series} zone={zone} />}
    </>
  )
}

function asOf({ post }: RecoveryPostView, series: RecoverySeries, zone: string): string {
  const last =
    post.lastSampleAtMs === null
      ? 'no sample yet'
      : `last sample ${formatMoment(post.lastSampleAtMs, series.asOfMs, zone, 'minute')}`
  return `as of ${formatClock(series.asOfMs, zone)}, ${last}`
}
