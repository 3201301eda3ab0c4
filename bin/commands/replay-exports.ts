import { exportedEventSchema } from '#lib/contracts/exported-event.ts'
import { inputError } from '#lib/services/input-error.ts'
import { readJsonLines } from '#lib/services/read-json-lines.ts'
import { type RedecidedAction, replayExport } from '#lib/services/replay-export.ts'
import { AppError } from '#lib/shared/app-error.ts'
import { exitCodes } from './exit-codes.ts'
import { openOutput } from './output.ts'
import { watchProgress } from './progress.ts'
import type { Recording } from './recordings.ts'
import { count } from './replay-summary-lines.ts'

/** How many differing decisions are named; the rest are counted. */
const named = 20

/** Decides exported logs again under the policies that they record; the process exits with 1 when a decision differs. */
export async function replayExports(recordings: readonly Recording[], json: boolean): Promise<void> {
  const output = openOutput()
  const progress = watchProgress('events')
  const tally = { events: 0, decisions: 0, skipped: 0, differing: 0 }
  const take = (action: RedecidedAction) => {
    tally.decisions += 1
    if (action.skipped) tally.skipped += 1
    if (action.differences.length > 0) tally.differing += 1
    if (json) output.line(jsonOf(action))
    else if (action.differences.length > 0 && tally.differing <= named) output.line(lineOf(action))
  }
  try {
    for (const { source } of recordings) {
      const replayed = replayExport()
      for await (const lines of readJsonLines(source, exportedEventSchema)) {
        for (const { line, value } of lines) {
          const action = inPlace(source.name, line, () => replayed.add(value))
          if (action) take(action)
        }
        progress.at((tally.events += lines.length))
        await output.drain()
      }
      replayed.end().forEach(take)
    }
    progress.end()
    if (!json) summary(tally).forEach((line) => output.line(line))
  } finally {
    await output.end()
  }
  if (tally.differing > 0) process.exitCode = exitCodes.answerIsNo
}

/** Adds file and line to what is wrong with an event. */
function inPlace<Value>(file: string, line: number, take: () => Value): Value {
  try {
    return take()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw inputError(file, line, [{ name: '', message: error.message }])
  }
}

function lineOf({ accountId, seq, recorded, differences }: RedecidedAction): string {
  const found = differences.map(
    (one) => `${one.what} was recorded as ${one.recorded}, comes out as ${one.replayed}`,
  )
  return `account:${accountId} ${seq} (action ${recorded.request.actionId}): ${found.join('; ')}`
}

function jsonOf({ accountId, seq, atMs, recorded, differences, skipped }: RedecidedAction): string {
  const { verdict, tier, counts, reasons, request } = recorded
  return JSON.stringify({
    stream: `account:${accountId}`,
    seq,
    actionId: request.actionId,
    decidedAt: new Date(atMs).toISOString(),
    verdict,
    tier,
    counts,
    reasons: reasons.map(({ code }) => code),
    same: differences.length === 0,
    ...(differences.length > 0 ? { differences } : {}),
    ...(skipped ? { skipped: 'stop_order' } : {}),
  })
}

function summary(tally: { events: number; decisions: number; skipped: number; differing: number }): string[] {
  const left = tally.differing - named
  const skipped =
    tally.skipped > 0 ? [`${count(tally.skipped, 'decision')} by stop orders not decided again`] : []
  const decided = `${count(tally.decisions, 'decision')} of ${count(tally.events, 'event')} decided again`
  return [
    ...(left > 0 ? [`… and ${count(left, 'more decision')} that ${left === 1 ? 'differs' : 'differ'}`] : []),
    tally.differing === 0
      ? `${decided}: every one comes out as it was recorded`
      : `${decided}: ${count(tally.differing, 'difference')}`,
    ...skipped,
  ]
}
