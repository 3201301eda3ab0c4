import { createHash } from 'node:crypto'
import { chownSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '#lib/shared/app-error.ts'
import { canReach, type PostgresUser } from './postgres-user.ts'

/** The major version is part of the path: another version cannot read the files of this one. */
const VERSION_FOLDER = 'pg18'
/** Where root's clusters live when the `postgres` user cannot enter the data directory (under /root, say). */
const SYSTEM_FOLDER = '/var/lib/interlock'

/** The folders of one embedded cluster. */
export interface ClusterPlace {
  /** Ours: settings with passwords, log, lock. */
  readonly home: string
  /** PostgreSQL's own directory, inside `home`. */
  readonly data: string
  /** True when it could not be inside the data directory that was asked for. */
  readonly elsewhere: boolean
}

/**
 * Chooses and makes the folders for the cluster of `dataDir`. The same `dataDir` always gives the same place.
 * @throws AppError `unavailable` when PostgreSQL's user cannot reach any.
 */
export function locateCluster(dataDir: string, user: PostgresUser | null): ClusterPlace {
  const wanted = path.resolve(dataDir, VERSION_FOLDER)
  mkdirSync(wanted, { recursive: true, mode: user ? 0o755 : 0o700 })
  if (!user || canReach(user, wanted, false)) return place(wanted, user, false)
  const name = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16)
  return place(path.join(SYSTEM_FOLDER, name, VERSION_FOLDER), user, true)
}

function place(home: string, user: PostgresUser | null, elsewhere: boolean): ClusterPlace {
  // `run` belongs to the postgres user so that initdb can make `data` in it and rename needs no rights of ours.
  const run = path.join(home, 'run')
  mkdirSync(run, { recursive: true, mode: user ? 0o755 : 0o700 })
  if (user) {
    chownSync(run, user.uid, user.gid)
    if (!canReach(user, run, true)) {
      throw new AppError(
        'unavailable',
        `The user postgres cannot reach ${run}. Set INTERLOCK_DATA_DIR to a folder it can.`,
      )
    }
  }
  return { home, data: path.join(run, 'data'), elsewhere }
}
