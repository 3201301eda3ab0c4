import { type Credentials, credentialSchemas } from '../../contracts/connection.ts'
import type { Connector } from '../../connectors/connector.ts'
import { blueskyConnector } from '../../connectors/bluesky/bluesky-connector.ts'
import { mastodonConnector } from '../../connectors/mastodon/mastodon-connector.ts'
import { type EffectBook, recordedConnector } from '../../connectors/recorded/recorded-connector.ts'
import { webhookConnector } from '../../connectors/webhook/webhook-connector.ts'
import { AppError } from '../../shared/app-error.ts'
import { findConnection, type StoredConnection } from '../../store/recovery/connections.ts'
import { hasEffect, keepEffect } from '../../store/recovery/recorded-effects.ts'
import { playRecording } from './play-recording.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'
import { openCredential } from '../sealed-credential.ts'

type ConnectorRuntime = Pick<RecoveryRuntime, 'database' | 'clock' | 'secret'>

/**
 * The connector of an account's connection to a platform; null when it has none.
 * @throws AppError `unavailable` when its credential cannot be opened.
 */
export async function createConnector(
  runtime: ConnectorRuntime,
  accountId: string,
  platform: string,
): Promise<Connector | null> {
  const connection = await findConnection(runtime.database, accountId, platform)
  return connection && connectorOf(runtime, connection)
}

/**
 * The connector of a connection.
 * @throws AppError `unavailable` when its credential cannot be opened.
 */
export function connectorOf(runtime: ConnectorRuntime, connection: StoredConnection): Connector {
  const { clock } = runtime
  switch (connection.connector) {
    case 'recorded': {
      const { fates, playback } = credentialOf(runtime, connection, 'recorded')
      const play = playback ? playRecording(playback, clock) : null
      return recordedConnector({ book: bookOf(runtime, connection), fates, play })
    }
    case 'webhook':
      return webhookConnector({ ...credentialOf(runtime, connection, 'webhook'), clock })
    case 'mastodon':
      return mastodonConnector({ ...credentialOf(runtime, connection, 'mastodon'), clock })
    case 'bluesky':
      return blueskyConnector({ ...credentialOf(runtime, connection, 'bluesky'), clock })
  }
}

/** The name by which a credential is bound to its row. */
export function credentialOwner({
  accountId,
  platform,
}: Pick<StoredConnection, 'accountId' | 'platform'>): string {
  return JSON.stringify([accountId, platform])
}

function credentialOf<Name extends keyof Credentials>(
  { secret }: Pick<RecoveryRuntime, 'secret'>,
  connection: StoredConnection,
  name: Name,
): Credentials[Name] {
  const opened = openCredential(secret, credentialOwner(connection), connection.sealedCredential)
  const parsed = credentialSchemas[name].safeParse(opened)
  if (!parsed.success)
    throw new AppError('unavailable', `The credential of ${credentialOwner(connection)} is not one.`)
  return parsed.data as Credentials[Name]
}

function bookOf(
  { database, clock }: Pick<RecoveryRuntime, 'database' | 'clock'>,
  { accountId, platform }: StoredConnection,
) {
  return {
    keep: (effect: Parameters<EffectBook['keep']>[0]) =>
      keepEffect(database, { ...effect, accountId, platform, atMs: clock() }),
    has: (idempotencyKey: string) => hasEffect(database, { accountId, platform, idempotencyKey }),
  }
}
