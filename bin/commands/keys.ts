import { type Command, InvalidArgumentError } from 'commander'
import type { KeyRow } from '#lib/services/keys/list-keys.ts'
import { openOutput } from './output.ts'
import { iso } from './replay-summary-lines.ts'
import { table } from './table.ts'
import { withRuntime } from './with-runtime.ts'

interface CreateOptions {
  readonly agent: string
  readonly account?: readonly string[]
  /** Days. */
  readonly expires?: number
  readonly maySayHuman?: boolean
}

const dayMs = 86_400_000

/** Adds `interlock keys create|list|revoke`: agents' API keys. */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description("agents' API keys")
  keys
    .command('create')
    .description('make a key; its secret is printed once, alone on standard output')
    .requiredOption('--agent <id>', 'whose key it is')
    .option('--account <id...>', 'accounts on which it may act (default: all, also later ones)')
    .option('--expires <days>', 'when it runs out (default: never)', daysOf)
    .option('--may-say-human', 'let it report the actions of people')
    .action(create)
  keys.command('list').description('all keys').option('--json', 'one JSON object for each key').action(list)
  keys
    .command('revoke')
    .description('end a key, from the next decision on')
    .argument('<id>', 'as `keys list` shows it')
    .action(revoke)
}

async function create({ agent, account, expires, maySayHuman }: CreateOptions): Promise<void> {
  const { createKey } = await import('#lib/services/keys/create-key.ts')
  const { id, token, expiresAtMs } = await withRuntime(async ({ runtime }) => {
    const expiry = expires === undefined ? null : runtime.clock() + expires * dayMs
    const key = { agentId: agent, accountIds: account ?? null, expiresAtMs: expiry }
    return {
      ...(await createKey(runtime, { ...key, maySayHuman: maySayHuman ?? false })),
      expiresAtMs: expiry,
    }
  })
  const scope = account === undefined ? 'every account' : account.join(', ')
  const until = expiresAtMs === null ? 'without end' : `until ${iso(expiresAtMs)}`
  process.stderr.write(
    `Key ${id} of agent ${agent}, good for ${scope}, ${until}. Its secret is shown only now:\n`,
  )
  process.stdout.write(`${token}\n`)
}

async function list({ json }: { readonly json?: boolean }): Promise<void> {
  const { listKeys } = await import('#lib/services/keys/list-keys.ts')
  const keys = await withRuntime(({ runtime }) => listKeys(runtime))
  const output = openOutput()
  const lines = json
    ? keys.map(jsonOf)
    : table(['KEY', 'AGENT', 'STATUS', 'CREATED', 'EXPIRES', 'ACCOUNTS'], keys.map(rowOf))
  for (const line of lines) output.line(line)
  await output.end()
}

function jsonOf({ createdAtMs, expiresAtMs, ...key }: KeyRow): string {
  return JSON.stringify({
    ...key,
    createdAt: iso(createdAtMs),
    expiresAt: expiresAtMs === null ? null : iso(expiresAtMs),
  })
}

function rowOf({ id, agentId, status, createdAtMs, expiresAtMs, accountIds }: KeyRow): string[] {
  const expires = expiresAtMs === null ? 'never' : iso(expiresAtMs)
  return [id, agentId, status, iso(createdAtMs), expires, accountIds === null ? 'all' : accountIds.join(', ')]
}

async function revoke(keyId: string): Promise<void> {
  const { revokeKey } = await import('#lib/services/keys/revoke-key.ts')
  await withRuntime(({ runtime }) => revokeKey(runtime, keyId))
  process.stdout.write(`Key ${keyId} is revoked.\n`)
}

function daysOf(text: string): number {
  const days = Number(text)
  if (text.trim() !== '' && Number.isFinite(days) && days > 0) return days
  throw new InvalidArgumentError('It must be a number of days above 0.')
}
