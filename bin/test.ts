// `npm test`: runs the stages, shows what failed, and ends with the line `N passed, N failed`.
import { parseArgs } from 'node:util'
import { AppError } from '#lib/shared/app-error.ts'
import { onStop } from './setup/on-stop.ts'
import { runEntry } from './setup/run-entry.ts'
import { stages, type Stage, type StageResult } from './test/stages.ts'

runEntry(async () => {
  onStop(() => Promise.resolve(process.exit(130)))
  const chosen = chooseStages()
  if (!chosen) return
  clearSettings()
  const results: { stage: Stage; result: StageResult }[] = []
  for (const [index, stage] of chosen.entries()) {
    process.stdout.write(`\n[${index + 1}/${chosen.length}] ${stage.name}: ${stage.title}\n`)
    const startedAt = performance.now()
    const result = await stage.run().catch(asFailure)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    process.stdout.write(`${result.output.trimEnd()}${result.output ? '\n' : ''}`)
    process.stdout.write(`${result.failed === 0 ? 'ok' : 'FAILED'} after ${seconds} s\n`)
    results.push({ stage, result })
  }
  report(results)
})

function chooseStages(): readonly Stage[] | null {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } })
  if (values.help) {
    const lines = stages.map((stage) => `  ${stage.name.padEnd(14)}${stage.title}`)
    process.stdout.write(`npm test -- [--only STAGE,STAGE…]\n${lines.join('\n')}\n`)
    return null
  }
  const names = values.only?.split(',')
  const unknown = names?.filter((name) => !stages.some((stage) => stage.name === name)) ?? []
  if (unknown.length > 0) {
    throw new AppError(
      'invalid_request',
      `There is no stage ${unknown.join(', ')}; \`npm test -- --help\` lists them.`,
    )
  }
  return names ? stages.filter((stage) => names.includes(stage.name)) : stages
}

/** The tests bring their own settings: what the shell happens to have set must not change what they see. */
function clearSettings(): void {
  for (const name of Object.keys(process.env)) {
    if (/^(INTERLOCK_|PORT$|HOST$|DATABASE_URL$|LOG_LEVEL$|NODE_ENV$)/.test(name))
      Reflect.deleteProperty(process.env, name)
  }
}

function asFailure(error: unknown): StageResult {
  return {
    passed: 0,
    failed: 1,
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }
}

function report(results: { stage: Stage; result: StageResult }[]): void {
  const passed = results.reduce((sum, { result }) => sum + result.passed, 0)
  const failed = results.reduce((sum, { result }) => sum + result.failed, 0)
  const broken = results.filter(({ result }) => result.failed > 0).map(({ stage }) => stage.name)
  process.stdout.write(broken.length > 0 ? `\nFailed: ${broken.join(', ')}\n` : '\n')
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exitCode = failed === 0 ? 0 : 1
}
