// `npm run bench`: every figure of docs/benchmarks.md, side by side in one run.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { judgeTargets } from './measure/targets.ts'
import { openBenchDatabase } from './open-database.ts'
import { formatReport, type Report } from './report/format-report.ts'
import { describeMachine } from './report/machine.ts'
import { measureGrowth } from './sections/growth.ts'
import { measureInProcess } from './sections/in-process.ts'
import { measureOverHttp } from './sections/over-http.ts'
import { measureRules } from './sections/rules.ts'
import type { Scale, SectionInput, SectionResult } from './sections/section.ts'

const sections = {
  'in-process': measureInProcess,
  'over-http': measureOverHttp,
  rules: measureRules,
  growth: measureGrowth,
} satisfies Record<string, (input: SectionInput) => Promise<SectionResult>>
type SectionName = keyof typeof sections

const full: Scale = { rounds: 7, roundMs: 2000, manyEvents: 1_000_000 }
/** Enough to see that everything runs, and roughly where it stands. */
const quick: Scale = { rounds: 3, roundMs: 500, manyEvents: 100_000 }

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
  },
})
const names = (flags.only ?? Object.keys(sections)).filter(isSection)
const scale = flags.quick ? quick : full
const startedAt = new Date()
const say = (sentence: string) => void process.stderr.write(`${sentence}\n`)

const database = await openBenchDatabase()
const machine = describeMachine(database.version)
const results: SectionResult[] = []
try {
  for (const name of names) {
    say(`${name} …`)
    const rounds = (title: string) => ({
      rounds: scale.rounds,
      durationMs: scale.roundMs,
      warmUpMs: scale.roundMs / 2,
      onRound: (round: number, of: number) => say(`${title}: round ${round} of ${of}`),
    })
    // A section that fails must not take the figures of the others with it.
    const failed = (error: unknown): SectionResult => {
      process.exitCode = 1
      return { series: [], targets: [], notes: [`The section ${name} FAILED: ${String(error)}`] }
    }
    results.push(await sections[name]({ database, scale, rounds, say }).catch(failed))
  }
} finally {
  await database.close()
}

const series = results.flatMap((result) => result.series)
const report: Report = {
  startedAt: startedAt.toISOString(),
  seconds: (Date.now() - startedAt.getTime()) / 1000,
  machine,
  rounds: scale.rounds,
  roundMs: scale.roundMs,
  series,
  targets: judgeTargets(
    results.flatMap((result) => result.targets),
    series,
  ),
  notes: results.flatMap((result) => result.notes),
}
console.log(formatReport(report))
if (flags.json) say(`Written to ${writeReport(report)}.`)

function isSection(name: string): name is SectionName {
  if (Object.hasOwn(sections, name)) return true
  throw new Error(`--only ${name}: there is ${Object.keys(sections).join(', ')}`)
}

function writeReport(written: Report): string {
  const folder = path.join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${written.startedAt.replaceAll(':', '-')}.json`)
  writeFileSync(file, JSON.stringify(written, null, 2) + '\n')
  return file
}
