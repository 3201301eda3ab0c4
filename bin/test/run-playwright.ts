import { z } from 'zod'
import { ensureBrowser } from '../setup/ensure-browser.ts'
import { runStreamed } from './run-streamed.ts'
import type { StageResult } from './stages.ts'

const reportSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
})

/** Runs the browser tests, with a browser found or installed before. A test that passed only when repeated failed. */
export async function runPlaywright(): Promise<StageResult> {
  const browser = ensureBrowser((sentence) => process.stdout.write(`${sentence}\n`))
  const { code, report } = await runStreamed('@playwright/test/cli.js', (file) => ({
    args: ['test', '--reporter=line,json', '--pass-with-no-tests'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, INTERLOCK_TEST_BROWSER: browser },
  }))
  const parsed = reportSchema.safeParse(report)
  if (!parsed.success)
    return { passed: 0, failed: 1, output: `playwright ended with ${code} and wrote no report` }
  const { expected, unexpected, flaky } = parsed.data.stats
  const failed = unexpected + flaky
  return { passed: expected, failed: failed === 0 && code !== 0 ? 1 : failed, output: '' }
}
