import { spawnSync } from 'node:child_process'
import { AppError } from '#lib/shared/app-error.ts'

/** The user that PostgreSQL runs as when it may not run as the current one. */
export interface PostgresUser {
  readonly uid: number
  readonly gid: number
}

const NAME = 'postgres'

/**
 * `null` for ordinary users, who run PostgreSQL as themselves. PostgreSQL refuses to run as root, so root gets
 * the system user `postgres`, made when there is none.
 * @throws AppError `unavailable` when it cannot be made.
 */
export function choosePostgresUser(): PostgresUser | null {
  if (process.getuid?.() !== 0) return null
  const found = lookUp()
  if (found) return found
  // Debian and Red Hat have useradd; Alpine's busybox has adduser.
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', NAME])
  if (!lookUp()) spawnSync('adduser', ['-S', '-D', '-H', '-s', '/bin/false', NAME])
  const made = lookUp()
  if (!made) {
    throw new AppError(
      'unavailable',
      'PostgreSQL does not run as root, and no system user `postgres` could be made. Run as another user, make that user, or set DATABASE_URL.',
    )
  }
  return made
}

/** Whether `user` may enter `directory`, and also write there when `write` is set. */
export function canReach(user: PostgresUser, directory: string, write: boolean): boolean {
  const script = write ? 'cd "$1" && test -w .' : 'cd "$1"'
  return (
    spawnSync('/bin/sh', ['-c', script, 'sh', directory], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
  )
}

function lookUp(): PostgresUser | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, NAME], { encoding: 'utf8' }))
  if (uid?.status !== 0 || gid?.status !== 0) return null
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}
