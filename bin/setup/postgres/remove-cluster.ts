import { rmSync } from 'node:fs'
import path from 'node:path'
import { locateCluster } from './locate-cluster.ts'
import { openCluster } from './open-cluster.ts'
import { findPostmaster } from './postmaster-file.ts'
import { choosePostgresUser } from './postgres-user.ts'

/**
 * Removes a throw-away data directory with its cluster, wherever that had to be; a server that a killed process left
 * running on it is stopped first. For directories of one run, never for a person's data.
 */
export async function removeCluster(dataDir: string): Promise<void> {
  const place = locateCluster(dataDir, choosePostgresUser())
  if (findPostmaster(place.data)) {
    const cluster = await openCluster({ dataDir, durable: true })
    await cluster.close()
  }
  if (place.elsewhere) rmSync(path.dirname(place.home), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}
