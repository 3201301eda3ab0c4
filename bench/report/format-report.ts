import { medianSample } from '../measure/median.ts'
import type { Series } from '../measure/interleave.ts'
import type { TargetResult } from '../measure/targets.ts'
import type { Machine } from './machine.ts'

/** Everything one run found. */
export interface Report {
  readonly startedAt: string
  readonly seconds: number
  readonly machine: Machine
  readonly rounds: number
  readonly roundMs: number
  readonly series: readonly Series[]
  readonly targets: readonly TargetResult[]
  /** Sentences on what was left out or must be known to read the figures. */
  readonly notes: readonly string[]
}

/** The report as Markdown tables, which read well in a terminal too. */
export function formatReport(report: Report): string {
  const { machine } = report
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}, PostgreSQL ${machine.postgres}.`,
    `${report.startedAt}, ${Math.round(report.seconds)} s; load of the minute before ${machine.loadBefore.toFixed(1)}; medians of ${report.rounds} interleaved rounds of ${report.roundMs / 1000} s.`,
    '',
    ...table(
      ['contender', 'load', 'a second', 'p50 ms', 'p99 ms'],
      report.series.map((series) => {
        const { perSecond, p50Ms, p99Ms } = medianSample(series)
        return [series.name, series.load, rate(perSecond), p50Ms.toFixed(2), p99Ms.toFixed(2)]
      }),
    ),
    '',
    ...table(
      ['ratio', 'measured', 'asked', ''],
      report.targets.map(({ title, ratio, asked, met }) => [
        title,
        ratio.toFixed(2),
        asked,
        met === null ? '' : met ? 'met' : 'MISSED',
      ]),
    ),
    ...(report.notes.length > 0 ? ['', ...report.notes] : []),
  ].join('\n')
}

function rate(perSecond: number): string {
  return Math.round(perSecond).toLocaleString('en').replaceAll(',', ' ')
}

/** First column to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const isNumber = head.map((_, column) => rows.every((row) => /^[\d .]+$/.test(row[column] ?? '')))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, column) => '-'.repeat(width - 1) + (isNumber[column] ? ':' : '-')).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)]
}
