import { existsSync } from 'node:fs'
import path from 'node:path'
import { ensureBuilt } from '../setup/ensure-built.ts'
import { root } from '../setup/run-tool.ts'
import { runCheck } from './run-check.ts'
import { runPlaywright } from './run-playwright.ts'
import { runVitest } from './run-vitest.ts'

/** What came of a stage: how many checks or tests, and what there is to read when some failed. */
export interface StageResult {
  readonly passed: number
  readonly failed: number
  readonly output: string
}

/** One part of `npm test`. */
export interface Stage {
  readonly name: string
  readonly title: string
  readonly run: () => Promise<StageResult>
}

const eslint = 'eslint/bin/eslint.js'
const prettier = 'prettier/bin/prettier.cjs'
const tsc = 'typescript/bin/tsc'
const next = 'next/dist/bin/next'
const depcruise = 'dependency-cruiser/bin/dependency-cruise.mjs'
const knip = 'knip/bin/knip.js'
const layerFolders = ['app', 'bench', 'bin', 'components', 'lib', 'tests'].filter((folder) =>
  existsSync(path.join(root, folder)),
)

/** In order: what fails fastest comes first. */
export const stages: readonly Stage[] = [
  { name: 'format', title: 'Prettier', run: () => runCheck([prettier, '--check', '--log-level=warn', '.']) },
  {
    name: 'types',
    title: 'TypeScript, and the engine without Node or DOM',
    run: () =>
      runCheck([next, 'typegen'], [tsc, '-p', 'tsconfig.json'], [tsc, '-p', 'lib/engine/tsconfig.json']),
  },
  {
    name: 'layers',
    title: 'dependency-cruiser',
    run: () => runCheck([depcruise, '--config', '.dependency-cruiser.cjs', ...layerFolders]),
  },
  { name: 'lint', title: 'ESLint', run: () => runCheck([eslint, '--max-warnings', '0', '.']) },
  {
    name: 'unused',
    title: 'knip: files, exports and dependencies that nobody uses',
    run: () => runCheck([knip]),
  },
  { name: 'unit', title: 'tables and given/when/then', run: () => runVitest('unit') },
  { name: 'property', title: 'invariants, by fast-check', run: () => runVitest('property') },
  { name: 'conformance', title: 'golden cases from the rules', run: () => runVitest('conformance') },
  {
    name: 'architecture',
    title: 'the rules of the code see what they should',
    run: () => runVitest('architecture'),
  },
  {
    name: 'build',
    title: 'the console for production',
    run: async () => {
      await ensureBuilt(() => undefined)
      return { passed: 1, failed: 0, output: '' }
    },
  },
  { name: 'integration', title: 'real PostgreSQL, real processes', run: () => runVitest('integration') },
  { name: 'e2e', title: 'a real browser on the whole program', run: () => runPlaywright() },
]
