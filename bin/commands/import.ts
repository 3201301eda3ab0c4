import type { Command } from 'commander'
import type { RecordedAction } from '#lib/contracts/recorded-action.ts'
import { addImportMetrics } from './import-metrics.ts'
import { loadPolicy } from './load-policy.ts'
import { watchProgress } from './progress.ts'
import { openRecordings, recordedLines } from './recordings.ts'
import { count } from './replay-summary-lines.ts'
import { withRuntime } from './with-runtime.ts'

/** Adds `interlock import`, metrics and actions; of actions: a recorded history, decided into the database with its own times. */
export function addImport(program: Command): void {
  const command = program.command('import').description('histories into the database')
  addImportMetrics(command)
  command
    .command('actions')
    .description('decide recorded actions into the log; what is there already is passed over')
    .argument('<file>', 'JSON Lines of recorded actions; - is standard input')
    .option('--policy <name|file>', 'for accounts that do not exist yet', 'standard')
    .action(importFile)
}

async function importFile(file: string, options: { readonly policy: string }): Promise<void> {
  const policy = await loadPolicy(options.policy)
  const recordings = await openRecordings([file])
  const { importActions } = await import('#lib/services/import-actions.ts')
  const progress = watchProgress('actions')
  const summary = await withRuntime(({ runtime }) =>
    importActions(runtime, eachAction(recordings), { policy, onProgress: ({ lines }) => progress.at(lines) }),
  )
  progress.end()
  const { decided, repeated, lockouts } = summary
  process.stdout.write(
    `${count(decided, 'action')} decided, ${count(repeated, 'action')} in the log already, ${count(lockouts, 'lockout')} opened\n`,
  )
}

async function* eachAction(
  recordings: Awaited<ReturnType<typeof openRecordings>>,
): AsyncGenerator<RecordedAction> {
  for await (const lines of recordedLines(recordings)) for (const { action } of lines) yield action
}
