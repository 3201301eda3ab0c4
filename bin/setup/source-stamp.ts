import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { withExclusiveLock } from './postgres/exclusive-lock.ts'
import { root } from './run-tool.ts'

/** Something made from sources, with the stamp that says from which. */
export interface Product {
  /** Globs of every file that it depends on, from the project's folder. */
  readonly sources: readonly string[]
  /** Globs of files among them that are themselves made. */
  readonly written?: readonly string[]
  /** File that holds the hash of the sources; inside the product, so that removing one removes both. */
  readonly stamp: string
}

/** A build on a small machine takes a minute; two may wait for each other. */
const WAIT_MS = 15 * 60_000

/** Calls `make` when the product is missing or its sources have changed since; says whether it did. */
export async function ensureFresh(product: Product, make: () => Promise<void>): Promise<boolean> {
  if (isFresh(product)) return false
  const lock = path.join(root, 'node_modules/.interlock-build-lock')
  return withExclusiveLock(lock, WAIT_MS, async () => {
    // Another start may have made it while this one waited.
    if (isFresh(product)) return false
    const hash = hashSources(product)
    await make()
    mkdirSync(path.dirname(stampFile(product)), { recursive: true })
    writeFileSync(stampFile(product), hash)
    return true
  })
}

function isFresh(product: Product): boolean {
  return existsSync(stampFile(product)) && readFileSync(stampFile(product), 'utf8') === hashSources(product)
}

function hashSources(product: Product): string {
  const hash = createHash('sha256')
  for (const file of globSync([...product.sources], {
    cwd: root,
    exclude: [...(product.written ?? [])],
  }).sort()) {
    const absolute = path.join(root, file)
    if (!statSync(absolute).isFile()) continue
    hash.update(file).update('\0').update(readFileSync(absolute)).update('\0')
  }
  return hash.digest('hex')
}

function stampFile(product: Product): string {
  return path.join(root, product.stamp)
}
