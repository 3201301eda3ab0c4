import type { Command } from 'commander'
import { type ChainedEvent, chainedEventSchema } from '#lib/contracts/exported-event.ts'
import { peekFirstLine } from '#lib/services/peek-first-line.ts'
import { type LineSource, readJsonLines } from '#lib/services/read-json-lines.ts'
import { type ChainFault, type LogVerifier, verifyLog } from '#lib/services/verify-log.ts'
import { AppError } from '#lib/shared/app-error.ts'
import { exitCodes } from './exit-codes.ts'
import { openLineSource } from './line-source.ts'
import { openOutput } from './output.ts'
import { watchProgress } from './progress.ts'
import { isExportedLine } from './recordings.ts'
import { count, number } from './replay-summary-lines.ts'

/** How many streams are listed with their heads. */
const listed = 50

/** Adds `interlock verify`: checks an exported log's chain, without a database. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description("check an exported log's chain; name the first bad event and exit with 1")
    .argument('<file>', 'an exported log, JSON Lines; - is standard input')
    .action(verify)
}

async function verify(file: string): Promise<void> {
  const { firstLine, source } = await peekFirstLine(await openLineSource(file))
  if (firstLine.trim() !== '' && !isExportedLine(firstLine)) {
    throw new AppError(
      'invalid_request',
      `${source.name} is not an exported log: \`interlock export events\` makes one`,
    )
  }
  const verifier = verifyLog()
  const output = openOutput()
  const bad = await firstBadEvent(source, verifier)
  if (bad === null) report(verifier).forEach((line) => output.line(line))
  else {
    output.line(bad)
    process.exitCode = exitCodes.answerIsNo
  }
  await output.end()
}

/** A sentence about the first event that is not as it was written; null when every one is. */
async function firstBadEvent(source: LineSource, verifier: LogVerifier): Promise<string | null> {
  const progress = watchProgress('events')
  let done = 0
  let before: ChainedEvent | null = null
  try {
    for await (const lines of readJsonLines(source, chainedEventSchema)) {
      for (const { line, value } of lines) {
        const fault = verifier.check(value)
        if (fault) return `${source.name}:${line}: ${value.stream} ${value.seq} ${sentenceOf(fault)}`
        before = value
      }
      progress.at((done += lines.length))
    }
    return null
  } catch (error) {
    // In an export that was whole once, a line that cannot be read is a changed one.
    if (!(error instanceof AppError)) throw error
    const place = before ? `after ${before.stream} ${before.seq}` : 'the first'
    return `${error.message}\nThis event, ${place}, is not as it was written.`
  } finally {
    progress.end()
  }
}

function sentenceOf(fault: ChainFault): string {
  switch (fault.kind) {
    case 'not_first':
      return 'is the first of its stream here, but a chain can only be checked from event 1'
    case 'wrong_sequence':
      return `stands where event ${fault.expectedSeq} is due`
    case 'wrong_hash':
      return 'is not as it was written: its hash does not follow from its content and the hash before it'
  }
}

function report(verifier: LogVerifier): string[] {
  const streams = verifier.streams()
  const events = streams.reduce((sum, stream) => sum + stream.events, 0)
  const hidden = streams.length - listed
  return [
    `Verified: ${count(events, 'event')} in ${count(streams.length, 'stream')}, every one as it was written`,
    ...streams
      .slice(0, listed)
      .map(({ stream, events: length, head }) => `  ${stream}  1 to ${number(length)}  ${head}`),
    ...(hidden > 0 ? [`  … and ${count(hidden, 'more stream')}`] : []),
  ]
}
