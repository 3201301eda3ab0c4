import { metricSampleSchema, type RecordedMetricSample } from '../../contracts/metric-sample.ts'
import { parseLine } from '../../contracts/recorded-line.ts'
import { findAccountIds } from '../../store/recovery/find-account-ids.ts'
import { type SavedSample, saveSamples } from '../../store/recovery/save-samples.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'

/** What became of one line: kept (and how it stands to the others), or refused with every reason. */
export type SampleVerdict =
  | { readonly line: number; readonly result: SavedSample }
  | {
      readonly line: number
      readonly result: 'refused'
      readonly code: RefusedCode
      readonly message: string
    }
type RefusedCode = 'invalid' | 'forbidden' | 'unknown_account' | 'in_future'

/** One line as it came: JSON, or text that is none. */
export type SampleLine =
  { readonly line: number; readonly json: unknown } | { readonly line: number; readonly fault: string }

/** Clocks of platforms and services may differ from ours by this much, in ms. */
const futureToleranceMs = 5 * 60_000

/**
 * Takes in metric samples, each judged by itself; `accountIds` are those that the caller may speak for, null for
 * all. A sample that is there already is a `duplicate`, so a request or an import may be sent again.
 */
export async function ingestSamples(
  { database, clock }: Pick<RecoveryRuntime, 'database' | 'clock'>,
  lines: readonly SampleLine[],
  accountIds: readonly string[] | null,
): Promise<readonly SampleVerdict[]> {
  const nowMs = clock()
  const parsed = lines.map((line) => ({ line: line.line, parsed: parse(line) }))
  const named = parsed.flatMap(({ parsed: found }) => (found.ok ? [found.value.accountId] : []))
  const known = await findAccountIds(database, [...new Set(named)])
  const judged = parsed.map(({ line, parsed: found }) =>
    found.ok
      ? judge(line, found.value, { known, accountIds, nowMs })
      : refused(
          line,
          'invalid',
          found.faults.map(({ field, message }) => `${field} ${message}`.trim()).join('; '),
        ),
  )
  const kept = judged.flatMap((verdict) => ('sample' in verdict ? [verdict.sample] : []))
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
  return judged.map((verdict) =>
    'sample' in verdict ? { line: verdict.line, result: saved[next++] ?? 'duplicate' } : verdict,
  )
}

function parse(line: SampleLine): ReturnType<typeof parseLine<RecordedMetricSample>> {
  if ('fault' in line) return { ok: false, faults: [{ field: '', message: line.fault }] }
  return parseLine(metricSampleSchema, line.json)
}

interface Judge {
  readonly known: ReadonlySet<string>
  readonly accountIds: readonly string[] | null
  readonly nowMs: number
}

function judge(line: number, sample: RecordedMetricSample, { known, accountIds, nowMs }: Judge) {
  const { accountId, capturedAt } = sample
  if (accountIds !== null && !accountIds.includes(accountId)) {
    return refused(line, 'forbidden', `This key may not speak for account ${accountId}.`)
  }
  if (!known.has(accountId)) return refused(line, 'unknown_account', `There is no account ${accountId}.`)
  if (capturedAt > nowMs + futureToleranceMs) {
    return refused(
      line,
      'in_future',
      `capturedAt lies after ${new Date(nowMs).toISOString()}, the time here.`,
    )
  }
  return { line, sample }
}

function refused(line: number, code: RefusedCode, message: string) {
  return { line, result: 'refused', code, message } as const
}
