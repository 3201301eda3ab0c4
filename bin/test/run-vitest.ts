import { z } from 'zod'
import { runStreamed } from './run-streamed.ts'
import type { StageResult } from './stages.ts'

const reportSchema = z.object({
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
})

/** Runs one project of vitest.config.ts; counts its tests, and a file that cannot be loaded as a failed one. */
export async function runVitest(project: string): Promise<StageResult> {
  const { code, report } = await runStreamed('vitest/vitest.mjs', (file) => ({
    args: ['run', '--project', project, '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`],
  }))
  const parsed = reportSchema.safeParse(report)
  if (!parsed.success)
    return { passed: 0, failed: 1, output: `vitest ended with ${code} and wrote no report` }
  const files = parsed.data.testResults
  const tests = files.flatMap((file) => file.assertionResults)
  const passed = tests.filter((test) => test.status === 'passed').length
  const failed =
    tests.filter((test) => test.status === 'failed').length +
    files.filter(
      (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
    ).length
  // An error outside of any test (an unhandled rejection, a failing teardown) shows in the exit code alone.
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, output: '' }
}
