import { InvalidArgumentError } from 'commander'
import { inputError } from '#lib/services/input-error.ts'
import type { Replay, ReplayedAction } from '#lib/services/replay-history.ts'
import { type RecordedLine, recordedLines, type Recording } from './recordings.ts'
import { duration } from './replay-summary-lines.ts'

/** The lines in the order in which they are decided: that of the input or, when sorted, that of their times. */
export async function* linesToDecide(
  recordings: readonly Recording[],
  sort: boolean,
): AsyncGenerator<readonly RecordedLine[]> {
  if (!sort) {
    yield* recordedLines(recordings)
    return
  }
  const all: RecordedLine[] = []
  for await (const lines of recordedLines(recordings)) all.push(...lines)
  all.sort((a, b) => a.action.occurredAt - b.action.occurredAt)
  for (let start = 0; start < all.length; start += pieceLength) yield all.slice(start, start + pieceLength)
}

const pieceLength = 1000

/** Decides one line; rejects one that is out of order, naming the mend. */
export function decideLine(replayed: Replay, { file, line, action }: RecordedLine): ReplayedAction {
  const step = replayed.decide(action, line)
  if (step.kind === 'decided') return step
  const message = `is ${duration(step.byMs)} before an earlier line of ${action.accountId}; give --sort to put the lines in order`
  throw inputError(file, line, [{ name: 'occurredAt', message }])
}

/** Reads a number of minutes above 0 from the command line; answers milliseconds. */
export function minutesOf(text: string): number {
  const minutes = Number(text)
  if (text.trim() !== '' && Number.isFinite(minutes) && minutes > 0) return Math.round(minutes * 60_000)
  throw new InvalidArgumentError('It must be a number of minutes above 0.')
}
