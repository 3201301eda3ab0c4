import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeActions, writeSamples } from '#tests/support/generated-histories.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

/** What a command took at most, in MiB. */
function peakOf(args: readonly string[]): number {
  const nodeArgs = ['--import', './tests/support/peak-memory-setup.ts', 'bin/interlock.ts', ...args]
  const run = spawnSync(process.execPath, nodeArgs, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
  expect(run.status).toBe(0)
  return Number(/peak memory (\d+) KiB/.exec(run.stderr)?.[1]) / 1024
}

describe('memory does not grow with the length of a file', () => {
  it.each([
    ['replay', writeActions, ['--policy', 'seed', '--reset-after', '30', '--json']],
    ['evaluate', writeSamples, ['--json']],
  ] as const)('%s', async (command, write, args) => {
    const folder = temporaryFolder()
    const small = path.join(folder.path, 'small.jsonl')
    const large = path.join(folder.path, 'large.jsonl')
    // Both have every account and post in them; the large one has eight times the history.
    await write(small, 25_000)
    await write(large, 200_000)
    const [before, after] = [peakOf([command, small, ...args]), peakOf([command, large, ...args])]
    expect(after).toBeLessThan(500)
    expect(after - before).toBeLessThan(220)
  })
})
