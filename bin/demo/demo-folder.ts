import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive } from '../setup/postgres/postmaster-file.ts'
import { removeCluster } from '../setup/postgres/remove-cluster.ts'
import { root } from '../setup/run-tool.ts'

/** Where every demo's folder is; beside the data of `npm start`, never in it. */
const home = path.join(root, '.interlock')
const ownerFile = 'owner'

/** Makes the data directory of this run. `dispose` removes it; its database must be closed. */
export function createDemoFolder(): { readonly dataDir: string; readonly dispose: () => Promise<void> } {
  const dataDir = path.join(home, `demo-${process.pid}-${Date.now().toString(36)}`)
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(path.join(dataDir, ownerFile), String(process.pid))
  return { dataDir, dispose: () => removeCluster(dataDir) }
}

/** Removes what killed demos left behind, their databases' servers included; a demo that still runs is left alone. */
export async function removeAbandonedDemos(): Promise<number> {
  const abandoned = globSync('demo-*', { cwd: home })
    .map((name) => path.join(home, name))
    .filter((dataDir) => !isOwned(dataDir))
  for (const dataDir of abandoned) await removeCluster(dataDir)
  return abandoned.length
}

function isOwned(dataDir: string): boolean {
  try {
    return isAlive(Number(readFileSync(path.join(dataDir, ownerFile), 'utf8')))
  } catch {
    // Killed between making the folder and signing it, or while removing it.
    return false
  }
}
