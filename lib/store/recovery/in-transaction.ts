import type { PoolClient } from 'pg'
import type { Database } from '../database.ts'
import { lostRaces } from '../event-log/append-batch.ts'

/** A connection inside a transaction. */
export type StoreClient = PoolClient

/** Tries of a transaction that others keep getting in the way of; each waits for the one that was first. */
const tries = 5

/**
 * Runs work on one connection, committed whole or not at all. When the database ends it in favour of another
 * transaction (a deadlock, a lost race) it is done again from the start, so `work` does nothing beyond its connection.
 */
export async function inTransaction<Value>(
  database: Pick<Database, 'reads'>,
  work: (client: PoolClient) => Promise<Value>,
): Promise<Value> {
  for (let left = tries; ; left -= 1) {
    try {
      return await runOnce(database, work)
    } catch (error) {
      if (left === 1 || !isLostRace(error)) throw error
    }
  }
}

async function runOnce<Value>(
  database: Pick<Database, 'reads'>,
  work: (client: PoolClient) => Promise<Value>,
): Promise<Value> {
  const client = await database.reads.connect()
  try {
    await client.query('BEGIN')
    const value = await work(client)
    await client.query('COMMIT')
    client.release()
    return value
  } catch (error) {
    // A broken connection is thrown away, and the database rolls back by itself.
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken: unknown) => client.release(broken instanceof Error ? broken : true),
    )
    throw error
  }
}

function isLostRace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && lostRaces.has(String(error.code))
}
