import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const planted: string[] = []

afterEach(() => {
  for (const folder of planted.splice(0)) rmSync(folder, { recursive: true, force: true })
})

// A checker that reads nothing finds nothing: each rule is shown a file that breaks it.
test.each<[string, string, string]>([
  ['engine-no-node', 'lib/engine', `import fs from 'node:fs'\nexport const bad: unknown = fs`],
  ['engine-no-npm', 'lib/engine', `import { z } from 'zod'\nexport const bad: unknown = z`],
  [
    'engine-is-pure',
    'lib/engine',
    `import { migrate } from '#lib/store/migrate.ts'\nexport const bad: unknown = migrate`,
  ],
  [
    'shared-is-a-leaf',
    'lib/shared',
    `import type { Tier } from '#lib/engine/policy/policy.ts'\nexport type Bad = Tier`,
  ],
  ['contracts-see-engine-and-zod', 'lib/contracts', `import pg from 'pg'\nexport const bad: unknown = pg`],
  ['store-alone-sees-the-database', 'lib/services', `import pg from 'pg'\nexport const bad: unknown = pg`],
  [
    'store-knows-no-use-case',
    'lib/store',
    `import { newId } from '#lib/services/new-id.ts'\nexport const bad: unknown = newId`,
  ],
  [
    'services-never-see-next',
    'lib/services',
    `import { headers } from 'next/headers'\nexport const bad: unknown = headers`,
  ],
  [
    'screens-never-see-the-store',
    'components',
    `import { migrate } from '#lib/store/migrate.ts'\nexport const bad: unknown = migrate`,
  ],
  [
    'ui-and-charts-know-no-domain',
    'components/ui',
    `import type { Tier } from '#lib/engine/policy/policy.ts'\nexport type Bad = Tier`,
  ],
  [
    'lib-below-screens',
    'lib/services',
    `import Layout from '#app/layout.tsx'\nexport const bad: unknown = Layout`,
  ],
  [
    'nothing-imports-tests',
    'lib/services',
    `import { createTestDatabase } from '#tests/support/database.ts'\nexport const bad: unknown = createTestDatabase`,
  ],
  [
    'nothing-imports-bin',
    'lib/services',
    `import { serve } from '#bin/serve.ts'\nexport const bad: unknown = serve`,
  ],
  ['not-to-unresolvable', 'lib/shared', `import { bad } from './nowhere.ts'\nexport { bad }`],
  [
    'no-dev-dependency-at-run-time',
    'lib/services',
    `import fc from 'fast-check'\nexport const bad: unknown = fc`,
  ],
])('%s is seen when a file in %s breaks it', (rule, layer, text) => {
  const { status, output } = cruiseWith(layer, text)
  expect(output).toContain(`error ${rule}: `)
  expect(status).not.toBe(0)
})

test('two files that need each other at run time are seen', () => {
  const { output } = cruiseWith(
    'lib/shared',
    `import { other } from './other.ts'\nexport const one = () => other`,
    {
      'other.ts': `import { one } from './bad.ts'\nexport const other = () => one`,
    },
  )
  expect(output).toContain('error no-circular: ')
})

test('one feature reaching into another is seen', () => {
  const target = plant('components', 'export const part = 1')
  const { output } = cruiseWith(
    'components',
    `import { part } from '#components/${path.basename(target)}/bad.ts'\nexport const bad = part`,
  )
  expect(output).toContain('error features-do-not-reach-across: ')
})

function cruiseWith(layer: string, text: string, more: Record<string, string> = {}) {
  const folder = plant(layer, text, more)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      folder,
    ],
    { cwd: root, encoding: 'utf8' },
  )
  return { status, output: stdout + stderr }
}

function plant(layer: string, text: string, more: Record<string, string> = {}): string {
  const folder = path.join(root, layer, `planted-${process.pid}-${planted.length}`)
  mkdirSync(folder, { recursive: true })
  planted.push(folder)
  for (const [name, content] of Object.entries({ 'bad.ts': text, ...more })) {
    writeFileSync(path.join(folder, name), content + '\n')
  }
  return path.relative(root, folder)
}
