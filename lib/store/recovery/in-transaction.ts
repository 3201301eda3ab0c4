import type { PoolClient } from 'pg'
import type { Database } from '../database.ts'

/** A connection inside a transaction. */
export type StoreClient = PoolClient

/** Runs work on one connection, committed whole or not at all. */
export async function inTransaction<Value>(
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
