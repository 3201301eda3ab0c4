import { metricSampleSchema, type RecordedMetricSample } from '../../contracts/metric-sample.ts'
import { type SavedSample, saveSamples } from '../../store/recovery/save-samples.ts'
import { type InputLine, judgeLines, type ReadLine, type RefusedLine, refusedLine } from './judge-lines.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'

/** What became of one line: kept (and how it stands to the others), or refused with every reason. */
export type SampleVerdict = { readonly line: number; readonly result: SavedSample } | RefusedLine

/** Clocks of platforms and services may differ from ours by this much, in ms. */
const futureToleranceMs = 5 * 60_000

/**
 * Takes in metric samples, each judged by itself; `accountIds` are those that the caller may speak for, null for
 * all. A sample that is there already is a `duplicate`, so a request or an import may be sent again.
 */
export async function ingestSamples(
  { database, clock }: Pick<RecoveryRuntime, 'database' | 'clock'>,
  lines: readonly InputLine[],
  accountIds: readonly string[] | null,
): Promise<readonly SampleVerdict[]> {
  const nowMs = clock()
  const read = await judgeLines(database, lines, metricSampleSchema, accountIds)
  const judged = read.map((line) => ('value' in line ? refuseFuture(line, nowMs) : line))
  const kept = judged.flatMap((line) => ('value' in line ? [line.value] : []))
  const saved = await saveSamples(
    database,
    kept.map(({ capturedAt, title, ...sample }) => ({
      ...sample,
      title: title ?? null,
      capturedAtMs: capturedAt,
    })),
    nowMs,
  )
  let next = 0
  return judged.map((line) =>
    'value' in line ? { line: line.line, result: saved[next++] ?? 'duplicate' } : line,
  )
}

function refuseFuture(
  line: ReadLine<RecordedMetricSample>,
  nowMs: number,
): ReadLine<RecordedMetricSample> | RefusedLine {
  if (line.value.capturedAt <= nowMs + futureToleranceMs) return line
  const now = new Date(nowMs).toISOString()
  return refusedLine(line.line, 'in_future', `capturedAt lies after ${now}, the time here.`)
}
