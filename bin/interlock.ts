import { Command, CommanderError } from 'commander'
import { AppError } from '#lib/shared/app-error.ts'
import { addAccounts } from './commands/accounts.ts'
import { addDemo } from './commands/demo.ts'
import { addDiff } from './commands/diff.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEvaluate } from './commands/evaluate.ts'
import { addExecutors } from './commands/executors.ts'
import { addExport } from './commands/export.ts'
import { addConnections } from './commands/connections.ts'
import { addImport } from './commands/import.ts'
import { addKeys } from './commands/keys.ts'
import { exitCodeOf, exitCodes } from './commands/exit-codes.ts'
import { addMembers } from './commands/members.ts'
import { quitWhenReaderLeaves } from './commands/output.ts'
import { addPosts } from './commands/posts.ts'
import { addReplay } from './commands/replay.ts'
import { addStart } from './commands/start.ts'
import { addVerify } from './commands/verify.ts'

process.exitCode = await main(process.argv)

/** Runs the operator's command line; resolves to the exit code. Standard error alone tells what went wrong. */
async function main(argv: readonly string[]): Promise<number> {
  quitWhenReaderLeaves()
  try {
    await commandLine().parseAsync(argv)
    return Number(process.exitCode ?? exitCodes.done)
  } catch (error) {
    // Commander has told already what is wrong with the call; help and version are no failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput
    process.stderr.write(`${messageOf(error)}\n`)
    return exitCodeOf(error)
  }
}

function commandLine(): Command {
  const program = new Command('interlock')
    .description('The safety desk between autonomous agents and the social accounts they act on.')
    .showHelpAfterError('Run with --help to see what it takes.')
    .exitOverride()
  addReplay(program)
  addEvaluate(program)
  addDiff(program)
  addVerify(program)
  addConnections(program)
  addPosts(program)
  addImport(program)
  addExport(program)
  addAccounts(program)
  addExecutors(program)
  addKeys(program)
  addMembers(program)
  addDoctor(program)
  addStart(program)
  addDemo(program)
  return program
}

/** A sentence for an expected failure; for any other the whole error, since somebody has to mend it. */
function messageOf(error: unknown): string {
  if (error instanceof AppError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
