import type { Command } from 'commander'
import { startReplay } from '#lib/services/replay-history.ts'
import { summariseReplay } from '#lib/services/replay-summary.ts'
import { AppError } from '#lib/shared/app-error.ts'
import { decideLine, linesToDecide, minutesOf } from './decide-lines.ts'
import { loadPolicy } from './load-policy.ts'
import { openOutput } from './output.ts'
import { watchProgress } from './progress.ts'
import { openRecordings, type Recording } from './recordings.ts'
import { replayExports } from './replay-exports.ts'
import { replayJson } from './replay-json.ts'
import { replaySummaryLines } from './replay-summary-lines.ts'

interface ReplayOptions {
  readonly policy?: string
  /** Milliseconds. */
  readonly resetAfter?: number
  readonly sort?: boolean
  readonly json?: boolean
}

/** Adds `interlock replay`: a recorded action history, or an exported log, through the guard; no database. */
export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('decide a recorded action history again: tiers, lockouts, verdicts')
    .argument('<files...>', 'JSON Lines of recorded actions, or an exported log; - is standard input')
    .option(
      '--policy <name|file>',
      "seed, standard, strict or a JSON file (default: standard; for an exported log the log's own, and then every decision must come out as it was recorded)",
    )
    .option('--reset-after <minutes>', 'reset each lockout so long after it opened', minutesOf)
    .option('--sort', 'put the lines in the order of their times first (holds them in memory)')
    .option('--json', 'one JSON object for each action')
    .action(replay)
}

async function replay(files: readonly string[], options: ReplayOptions): Promise<void> {
  const recordings = await openRecordings(files)
  const exports = recordings.filter(({ isExport }) => isExport)
  if (options.policy === undefined && exports.length > 0) {
    refuseMixture(recordings, exports, options)
    await replayExports(exports, options.json ?? false)
  } else await replayUnder(options.policy ?? 'standard', recordings, options)
}

function refuseMixture(
  recordings: readonly Recording[],
  exports: readonly Recording[],
  { resetAfter, sort }: ReplayOptions,
): void {
  const message =
    exports.length < recordings.length
      ? 'An exported log is replayed under its own policy, recorded actions are not: give --policy for both'
      : resetAfter !== undefined || sort
        ? 'An exported log is replayed as it was, resets and order included: give --policy to change either'
        : null
  if (message !== null) throw new AppError('invalid_request', message)
}

async function replayUnder(
  policyName: string,
  recordings: readonly Recording[],
  options: ReplayOptions,
): Promise<void> {
  const policy = await loadPolicy(policyName)
  const replayed = startReplay(policy, options.resetAfter ?? null)
  const summary = summariseReplay()
  const output = openOutput()
  const progress = watchProgress('actions')
  const named = recordings.length > 1
  // Sorted lines are decided in the order of time and printed in the order of the input.
  const held: string[] = []
  try {
    let done = 0
    for await (const lines of linesToDecide(recordings, options.sort ?? false)) {
      for (const line of lines) {
        const action = decideLine(replayed, line)
        summary.add(action)
        if (!options.json) continue
        const text = replayJson(line.line, action, replayed.policy, named ? line.file : null)
        if (options.sort) held[line.index] = text
        else output.line(text)
      }
      progress.at((done += lines.length))
      await output.drain()
    }
    for (const text of held) {
      output.line(text)
      await output.drain()
    }
    progress.end()
    if (!options.json) {
      for (const line of replaySummaryLines(policy.name, summary.accounts())) output.line(line)
    }
  } finally {
    await output.end()
  }
}
