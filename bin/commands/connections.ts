import type { Command } from 'commander'
import { connectionSchema } from '#lib/contracts/connection.ts'
import { AppError } from '#lib/shared/app-error.ts'
import { openLineSource } from './line-source.ts'
import { secretOf } from './secret-of.ts'
import { withRuntime } from './with-runtime.ts'

/** Adds `interlock connections add`: how recovery reaches an account's platform. */
export function addConnections(program: Command): void {
  program
    .command('connections')
    .description('how recovery reaches the platforms of accounts')
    .command('add')
    .description('connect an account to a platform, or replace the connection')
    .argument(
      '<file>',
      'JSON with accountId, platform, connector, credential, templates; - is standard input',
    )
    .action(addConnection)
}

async function addConnection(file: string): Promise<void> {
  const source = await openLineSource(file)
  const chunks: Uint8Array[] = []
  for await (const chunk of source.chunks) chunks.push(chunk)
  const parsed = connectionSchema.safeParse(jsonOf(source.name, Buffer.concat(chunks).toString()))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim())
    throw new AppError('invalid_request', `${source.name}: ${faults.join('; ')}`)
  }
  const { connectPlatform } = await import('#lib/services/recovery/connect-platform.ts')
  await withRuntime(({ env, runtime }) => connectPlatform({ ...runtime, secret: secretOf(env) }, parsed.data))
  const { accountId, platform, connector } = parsed.data
  process.stdout.write(`Account ${accountId} reaches ${platform} by the connector ${connector}.\n`)
}

/** The parser's message would quote the text, and with it the credential. */
function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new AppError('invalid_request', `${name} is not JSON.`)
  }
}
