// Plain JavaScript without dependencies: runs on Node 20.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { node, root } from './dependencies.mjs'

const NEEDED_MAJOR = 24

/**
 * Runs a TypeScript entry of bin/ with the arguments of this process, the database client generated before.
 * Under an older Node the whole command is run again by the project's own.
 */
export async function runTypeScript(entry) {
  if (Number(process.versions.node.split('.')[0]) < NEEDED_MAJOR) {
    runAgain()
    return
  }
  const load = (file) => import(pathToFileURL(path.join(root, 'bin', file)).href)
  try {
    const { ensureGenerated } = await load('setup/ensure-generated.ts')
    await ensureGenerated()
  } catch (error) {
    console.error(error.message)
    process.exit(3)
  }
  await load(entry)
}

function runAgain() {
  // The channel is there to be lost: when this process is killed, the other one notices and stops in order.
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`Node ${NEEDED_MAJOR} did not start: ${error.message}`)
    process.exit(3)
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}
