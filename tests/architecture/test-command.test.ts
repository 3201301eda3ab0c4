import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')

test('npm test ends by itself when the Node that started it keeps the channel to it open', async () => {
  const child = spawn(process.execPath, [path.join(root, 'bin/test.mjs'), '--help'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const exited = once(child, 'exit')
  const outcome = await Promise.race([exited.then(([code]) => code as number | null), stillThere()])
  child.kill('SIGKILL')
  expect(outcome).toBe(0)
})

/** Long after a list of stages has been printed on the slowest machine. */
function stillThere(): Promise<string> {
  return new Promise((resolve) => setTimeout(resolve, 60_000, 'still there').unref())
}
