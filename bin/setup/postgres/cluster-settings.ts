import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '#lib/shared/app-error.ts'
import type { ClusterPlace } from './locate-cluster.ts'

const settingsSchema = z.object({
  port: z.int().min(1).max(65_535),
  superuserPassword: z.string().min(1),
  rolePassword: z.string().min(1),
})
/** What must be remembered of a cluster between starts. Kept in `cluster.json`, readable by its owner alone. */
export type ClusterSettings = z.infer<typeof settingsSchema>

/** Reads the cluster's settings, or makes new ones with random passwords and a free port. */
export async function readOrCreateSettings(place: ClusterPlace): Promise<ClusterSettings> {
  const file = settingsFile(place)
  if (existsSync(file)) {
    const parsed = settingsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (parsed.success) return parsed.data
    throw new AppError(
      'unavailable',
      `${file} is damaged. Restore it, or move ${place.home} away to begin anew.`,
    )
  }
  if (existsSync(place.data)) {
    throw new AppError(
      'unavailable',
      `${file} with the database's passwords is gone. Restore it, or move ${place.home} away to begin anew.`,
    )
  }
  const settings = {
    port: await freePort(),
    superuserPassword: randomBytes(24).toString('base64url'),
    rolePassword: randomBytes(24).toString('base64url'),
  }
  writeSettings(place, settings)
  return settings
}

/** Replaces the remembered settings in one step. */
export function writeSettings(place: ClusterPlace, settings: ClusterSettings): void {
  const file = settingsFile(place)
  writeFileSync(`${file}.new`, JSON.stringify(settings) + '\n', { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** A port of the loopback interface that is free now; the remembered one when it still is. */
export async function freePort(remembered = 0): Promise<number> {
  const port = await tryListen(remembered)
  if (port !== null) return port
  const other = await tryListen(0)
  if (other === null) throw new AppError('unavailable', 'There is no free port on 127.0.0.1.')
  return other
}

function tryListen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : null))
    })
  })
}

function settingsFile(place: ClusterPlace): string {
  return path.join(place.home, 'cluster.json')
}
