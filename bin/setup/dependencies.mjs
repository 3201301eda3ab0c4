// Plain JavaScript without dependencies: runs on Node 20 before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The project's folder. */
export const root = path.resolve(
  import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
  '../..',
)
/** The Node that runs the program: 24, brought by the `node` package, whatever the system has. */
export const node = path.join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)

/**
 * Installs exactly what package-lock.json names, unless it is there already. `dev` says whether tools for
 * building and testing are needed too. Ends the process with 3 when npm fails.
 */
export function ensureDependencies({ dev }) {
  const missing = whatIsMissing(dev)
  if (!missing) return
  console.error(`Installing dependencies (${missing}); about a minute…`)
  const { command, args } = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status === 0 && existsSync(node)) {
    writeFileSync(stampFile, manifestHash())
    return
  }
  console.error(
    status === 0
      ? 'npm installed no Node 24: its install scripts were switched off (ignore-scripts). Allow them and start again.'
      : 'npm ci failed; its reasons are above.',
  )
  process.exit(3)
}

/** Names the manifests that the last installation of ours was made from; npm's own record settles the rest. */
const stampFile = path.join(root, 'node_modules/.interlock-installed-from')

function manifestHash() {
  const hash = createHash('sha256')
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

function whatIsMissing(dev) {
  if (existsSync(node) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === manifestHash())
    return null
  const wanted = readPackages(path.join(root, 'package-lock.json'))
  const installed = readPackages(path.join(root, 'node_modules/.package-lock.json'))
  if (!wanted) return 'no package-lock.json'
  if (!installed) return 'first start'
  if (!existsSync(node)) return 'no Node 24'
  for (const [place, entry] of Object.entries(wanted)) {
    const found = installed[place]
    if (
      found
        ? found.version !== entry.version
        : !(place === '' || entry.optional || (entry.dev && !dev) || entry.devOptional)
    ) {
      return `${place.replace(/^.*node_modules\//, '')} changed`
    }
  }
  return null
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}

function npm(args) {
  // Under npm its own program is known; that also spares a shell on Windows.
  const program = process.env.npm_execpath
  if (program && /npm-cli\.js$/.test(program)) return { command: process.execPath, args: [program, ...args] }
  return { command: 'npm', args }
}
