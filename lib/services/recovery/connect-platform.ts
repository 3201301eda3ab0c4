import { type ConnectionInput, credentialSchemas } from '../../contracts/connection.ts'
import { AppError } from '../../shared/app-error.ts'
import { saveConnection } from '../../store/recovery/connections.ts'
import { credentialOwner } from './create-connector.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'
import { sealCredential } from './sealed-credential.ts'

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
  const sealedCredential = sealCredential(runtime.secret, credentialOwner(input), parsed.data)
  const connection = { accountId, platform, connector, sealedCredential, templates }
  await saveConnection(runtime.database, connection, runtime.clock())
}
