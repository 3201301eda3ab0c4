import { type Command, InvalidArgumentError } from 'commander'
import { type RecordedAction, recordedActionSchema } from '#lib/contracts/recorded-action.ts'
import { inputError } from '#lib/services/input-error.ts'
import { readJsonLines } from '#lib/services/read-json-lines.ts'
import { type Replay, type ReplayedAction, startReplay } from '#lib/services/replay-history.ts'
import { summariseReplay } from '#lib/services/replay-summary.ts'
import { openLineSource } from './line-source.ts'
import { loadPolicy } from './load-policy.ts'
import { openOutput, type Output } from './output.ts'
import { type Progress, watchProgress } from './progress.ts'
import { replayJson } from './replay-json.ts'
import { duration, replaySummaryLines } from './replay-summary-lines.ts'

interface ReplayOptions {
  readonly policy: string
  readonly resetAfter?: number
  readonly sort?: boolean
  readonly json?: boolean
}

/** Adds `interlock replay`: a recorded action history through the guard, without a database. */
export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('decide a recorded action history again: tiers, lockouts, verdicts')
    .argument('<files...>', 'JSON Lines of recorded actions; - is standard input')
    .option('--policy <name|file>', 'seed, standard, strict or a JSON file', 'standard')
    .option('--reset-after <minutes>', 'reset each lockout so long after it opened', minutesOf)
    .option('--sort', 'put the lines in the order of their times first (holds them in memory)')
    .option('--json', 'one JSON object for each line')
    .action(replay)
}

/** One line of a file that is to be decided. */
interface RecordedLine {
  readonly file: string
  readonly line: number
  readonly action: RecordedAction
}

async function replay(files: readonly string[], options: ReplayOptions): Promise<void> {
  const policy = await loadPolicy(options.policy)
  const replayed = startReplay(policy, options.resetAfter === undefined ? null : options.resetAfter * 60_000)
  const summary = summariseReplay()
  const output = openOutput()
  const named = files.length > 1
  const print = ({ file, line }: RecordedLine, action: ReplayedAction) => {
    summary.add(action)
    if (options.json) output.line(replayJson(line, action, replayed.policy, named ? file : null))
  }
  const progress = watchProgress('actions')
  if (options.sort) await replaySorted(files, replayed, print, output, progress)
  else await replayInOrder(files, replayed, print, output, progress)
  progress.end()
  if (!options.json) replaySummaryLines(policy.name, summary.accounts()).forEach((line) => output.line(line))
  await output.end()
}

type Print = (line: RecordedLine, action: ReplayedAction) => void

async function replayInOrder(
  files: readonly string[],
  replayed: Replay,
  print: Print,
  output: Output,
  progress: Progress,
): Promise<void> {
  let done = 0
  for await (const lines of recordedLines(files)) {
    for (const line of lines) {
      try {
        print(line, decided(replayed, line))
      } catch (error) {
        await output.end()
        throw error
      }
    }
    progress.at((done += lines.length))
    await output.drain()
  }
}

/** Decides in the order of time, prints in the order of the input. */
async function replaySorted(
  files: readonly string[],
  replayed: Replay,
  print: Print,
  output: Output,
  progress: Progress,
): Promise<void> {
  const all: RecordedLine[] = []
  for await (const lines of recordedLines(files)) all.push(...lines)
  const order = all.map((_, index) => index)
  order.sort((a, b) => (all[a]?.action.occurredAt ?? 0) - (all[b]?.action.occurredAt ?? 0))
  const results = new Map<number, ReplayedAction>()
  for (const index of order) {
    const line = all[index]
    if (line) results.set(index, decided(replayed, line))
    if (results.size % 10_000 === 0) progress.at(results.size)
  }
  for (const [index, line] of all.entries()) {
    const result = results.get(index)
    if (result) print(line, result)
    await output.drain()
  }
}

async function* recordedLines(files: readonly string[]): AsyncGenerator<readonly RecordedLine[]> {
  for (const file of files) {
    const source = await openLineSource(file)
    for await (const lines of readJsonLines(source, recordedActionSchema)) {
      yield lines.map(({ line, value }) => ({ file: source.name, line, action: value }))
    }
  }
}

function decided(replayed: Replay, { file, line, action }: RecordedLine): ReplayedAction {
  const step = replayed.decide(action, line)
  if (step.kind === 'decided') return step
  const message = `is ${duration(step.byMs)} before an earlier line of ${action.accountId}; give --sort to put the lines in order`
  throw inputError(file, line, [{ name: 'occurredAt', message }])
}

function minutesOf(text: string): number {
  const minutes = Number(text)
  if (text.trim() !== '' && Number.isFinite(minutes) && minutes > 0) return minutes
  throw new InvalidArgumentError('It must be a number of minutes above 0.')
}
