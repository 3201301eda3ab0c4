import { type ConnectionInput, type Credentials, credentialSchemas } from '../../contracts/connection.ts'
import { AppError } from '../../shared/app-error.ts'
import { saveConnection } from '../../store/recovery/connections.ts'
import { connectorOf, credentialOwner } from './create-connector.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'
import { sealCredential } from '../sealed-credential.ts'

/**
 * Connects an account to a platform, or replaces the connection. The credential is sealed before it is stored.
 * @throws AppError `invalid_request` when the credential is not one of the connector's; never with its value.
 */
export async function connectPlatform(
  runtime: Pick<RecoveryRuntime, 'database' | 'clock' | 'secret'>,
  input: ConnectionInput,
): Promise<void> {
  const { accountId, platform, connector, credential, templates } = input
  const parsed = credentialSchemas[connector].safeParse(credential)
  if (!parsed.success) {
    const details = parsed.error.issues.map(({ path, message }) => ({ name: path.join('.'), message }))
    throw new AppError('invalid_request', `The credential is not one of the connector ${connector}.`, {
      details,
    })
  }
  const nowMs = runtime.clock()
  const complete = withStart(parsed.data, nowMs)
  const sealedCredential = sealCredential(runtime.secret, credentialOwner(input), complete)
  const connection = { accountId, platform, connector, sealedCredential, templates }
  const canFetch = connectorOf(runtime, connection).capabilities.fetchMetrics
  await saveConnection(runtime.database, connection, { nowMs, canFetch })
}

/** A recording that names no start begins to play when it is connected. */
function withStart(credential: Credentials[keyof Credentials], nowMs: number) {
  if (!('playback' in credential) || !credential.playback) return credential
  const { startsAt = new Date(nowMs).toISOString(), ...playback } = credential.playback
  return { ...credential, playback: { ...playback, startsAt } }
}
