import type { PoolClient } from 'pg'
import type { Database } from '../database.ts'
import { inTransaction } from './in-transaction.ts'
import { makeWatchesDue } from './post-watches.ts'

export type ConnectorName = 'recorded' | 'webhook' | 'mastodon' | 'bluesky'

/** How an account is reached on a platform; the credential is sealed. */
export interface StoredConnection {
  readonly accountId: string
  readonly platform: string
  readonly connector: ConnectorName
  readonly sealedCredential: Uint8Array
  readonly templates: Readonly<Record<string, string>>
}

/** The connection of an account to a platform; null when there is none. */
export async function findConnection(
  database: Pick<Database, 'reads'>,
  accountId: string,
  platform: string,
): Promise<StoredConnection | null> {
  const { rows } = await database.reads.query<{
    connector: ConnectorName
    sealed_credential: Buffer
    templates: Record<string, string>
  }>(
    'SELECT connector, sealed_credential, templates FROM connection WHERE account_id = $1 AND platform = $2',
    [accountId, platform],
  )
  const row = rows[0]
  if (!row) return null
  const { connector, templates, sealed_credential: sealedCredential } = row
  return { accountId, platform, connector, templates, sealedCredential }
}

/**
 * Makes or replaces the connection of an account to a platform. One that can fetch metrics is asked at once, for every
 * post that is watched through it: what it replaces may have failed for hours.
 */
export async function saveConnection(
  database: Pick<Database, 'reads'>,
  { accountId, platform, connector, sealedCredential, templates }: StoredConnection,
  { nowMs, canFetch }: { readonly nowMs: number; readonly canFetch: boolean },
): Promise<void> {
  await inTransaction(database, async (client) => {
    await client.query(
      `INSERT INTO connection (account_id, platform, connector, sealed_credential, templates, created_at, next_fetch_at)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7)
       ON CONFLICT (account_id, platform) DO UPDATE SET connector = excluded.connector,
          sealed_credential = excluded.sealed_credential, templates = excluded.templates,
          next_fetch_at = excluded.next_fetch_at, fetched_at = NULL, fetch_failures = 0, fetch_failed_at = NULL,
          fetch_error = NULL`,
      [
        accountId,
        platform,
        connector,
        Buffer.from(sealedCredential),
        JSON.stringify(templates),
        new Date(nowMs),
        canFetch ? new Date(nowMs) : null,
      ],
    )
    if (canFetch) await makeWatchesDue(client, { accountId, platform }, nowMs)
  })
}

/** The connections of these accounts that fetch metrics. */
export async function findFetching(
  database: Pick<Database, 'reads'>,
  accountIds: readonly string[],
): Promise<readonly Pick<StoredConnection, 'accountId' | 'platform'>[]> {
  const { rows } = await database.reads.query<{ account_id: string; platform: string }>(
    'SELECT account_id, platform FROM connection WHERE account_id = ANY($1::text[]) AND next_fetch_at IS NOT NULL',
    [accountIds],
  )
  return rows.map(({ account_id: accountId, platform }) => ({ accountId, platform }))
}

/** What remedies of an account say on a platform; nothing where it has no connection. */
export async function readTemplates(
  client: Pick<PoolClient, 'query'>,
  accountId: string,
  platform: string,
): Promise<Readonly<Record<string, string>>> {
  const { rows } = await client.query<{ templates: Record<string, string> }>(
    'SELECT templates FROM connection WHERE account_id = $1 AND platform = $2',
    [accountId, platform],
  )
  return rows[0]?.templates ?? {}
}
