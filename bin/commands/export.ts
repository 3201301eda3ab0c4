import { type Command, InvalidArgumentError } from 'commander'
import { AppError } from '#lib/shared/app-error.ts'
import { openOutput } from './output.ts'
import { watchProgress } from './progress.ts'
import { withRuntime } from './with-runtime.ts'

interface ExportOptions {
  readonly account?: string
  readonly after?: number
}

/** Adds `interlock export events`: the log as JSON Lines on standard output. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description('histories out of the database')
    .command('events')
    .description('the log as JSON Lines, with its chain of hashes')
    .option('--account <id>', "one account's stream only")
    .option('--after <seq>', 'go on after this event of the account', sequenceOf)
    .action(exportLog)
}

async function exportLog({ account, after }: ExportOptions): Promise<void> {
  if (after !== undefined && account === undefined) {
    throw new AppError('invalid_request', '--after needs --account: each account has a sequence of its own')
  }
  const { exportEvents } = await import('#lib/services/export-events.ts')
  const output = openOutput()
  const progress = watchProgress('events')
  let done = 0
  await withRuntime(async ({ runtime }) => {
    const selection = {
      ...(account === undefined ? {} : { accountId: account }),
      ...(after === undefined ? {} : { afterSeq: after }),
    }
    for await (const line of exportEvents(runtime, selection)) {
      output.line(line)
      progress.at((done += 1))
      await output.drain()
    }
  })
  progress.end()
  await output.end()
  if (done === 0 && account !== undefined && after === undefined) {
    throw new AppError('unknown_account', `There is no account ${account}.`)
  }
}

function sequenceOf(text: string): number {
  const sequence = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(sequence)) return sequence
  throw new InvalidArgumentError('It must be a sequence number.')
}
