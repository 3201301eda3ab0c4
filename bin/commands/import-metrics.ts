import type { Command } from 'commander'
import { metricSampleSchema } from '#lib/contracts/metric-sample.ts'
import { readJsonLines } from '#lib/services/read-json-lines.ts'
import { openLineSource } from './line-source.ts'
import { watchProgress } from './progress.ts'
import { count } from './replay-summary-lines.ts'
import { withRuntime } from './with-runtime.ts'

/** Samples that are kept in one transaction. */
const batchSamples = 5000

/** Adds `interlock import metrics`: recorded samples into the database; sent again, it passes over what is there. */
export function addImportMetrics(importCommand: Command): void {
  importCommand
    .command('metrics')
    .description('take recorded post metrics in; what is there already is passed over')
    .argument('<file>', 'JSON Lines of metric samples; - is standard input')
    .action(importFile)
}

async function importFile(file: string): Promise<void> {
  const source = await openLineSource(file)
  const { ingestSamples } = await import('#lib/services/recovery/ingest-samples.ts')
  const progress = watchProgress('samples')
  const sum = { lines: 0, accepted: 0, repeated: 0, refused: 0 }
  await withRuntime(async ({ runtime }) => {
    const take = async (batch: { line: number; json: unknown }[]) => {
      for (const verdict of await ingestSamples(runtime, batch, null)) {
        if (verdict.result === 'refused') {
          sum.refused += 1
          process.stderr.write(`${source.name}:${String(verdict.line)}: ${verdict.message}\n`)
        } else if (verdict.result === 'duplicate') sum.repeated += 1
        else sum.accepted += 1
      }
      progress.at((sum.lines += batch.length))
    }
    let waiting: { line: number; json: unknown }[] = []
    // Read against the schema here, so that a file that is none stops at its line; the service reads JSON.
    for await (const lines of readJsonLines(source, metricSampleSchema)) {
      for (const { line, value } of lines) {
        waiting.push({ line, json: { ...value, capturedAt: new Date(value.capturedAt).toISOString() } })
        if (waiting.length >= batchSamples) await take(waiting.splice(0))
      }
    }
    if (waiting.length > 0) await take(waiting)
    waiting = []
  })
  progress.end()
  process.stdout.write(
    `${count(sum.accepted, 'sample')} taken in, ${count(sum.repeated, 'sample')} there already, ${count(sum.refused, 'sample')} refused\n`,
  )
  if (sum.refused > 0) process.exitCode = 1
}
