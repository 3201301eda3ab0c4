import type { Command } from 'commander'
import type { AccountSummary } from '#lib/services/accounts/list-accounts.ts'
import { loadPolicy } from './load-policy.ts'
import { openOutput } from './output.ts'
import { table } from './table.ts'
import { withRuntime } from './with-runtime.ts'

interface CreateOptions {
  readonly name?: string
  readonly handle?: string
  readonly policy: string
}

/** Adds `interlock accounts create|list|policy`: what is protected, and by which policy. */
export function addAccounts(program: Command): void {
  const accounts = program.command('accounts').description('what is protected, and by which policy')
  accounts
    .command('create')
    .description('protect an account')
    .argument('<id>', 'id by which agents name it')
    .option('--name <name>', 'its name on screen (default: the id)')
    .option('--handle <handle>', 'what a reset asks to be typed out (default: @ and the id)')
    .option('--policy <name|file>', 'seed, standard, strict or a JSON file', 'standard')
    .action(create)
  accounts
    .command('list')
    .description('all accounts')
    .option('--json', 'one JSON object for each account')
    .action(list)
  accounts
    .command('policy')
    .description('put an account under another policy, from its next decision on')
    .argument('<id>')
    .argument('<name|file>', 'seed, standard, strict or a JSON file')
    .action(assign)
}

async function create(accountId: string, { name, handle, policy: policyName }: CreateOptions): Promise<void> {
  const policy = await loadPolicy(policyName)
  const { createAccount } = await import('#lib/services/accounts/create-account.ts')
  await withRuntime(({ runtime }) =>
    createAccount(runtime, {
      accountId,
      policy,
      ...(name === undefined ? {} : { name }),
      ...(handle === undefined ? {} : { handle }),
    }),
  )
  process.stdout.write(`Account ${accountId} is protected by policy ${policy.name}.\n`)
}

async function list({ json }: { readonly json?: boolean }): Promise<void> {
  const { listAccounts } = await import('#lib/services/accounts/list-accounts.ts')
  const accounts = await withRuntime(({ runtime }) => listAccounts(runtime))
  const output = openOutput()
  const lines = json
    ? accounts.map((account) => JSON.stringify(account))
    : table(['ACCOUNT', 'POLICY', 'TIER', 'LOCKOUT', 'NAME'], accounts.map(rowOf))
  for (const line of lines) output.line(line)
  await output.end()
}

function rowOf(account: AccountSummary): string[] {
  const { accountId, name, recorded, policyName, tier, lockoutId } = account
  return [
    accountId,
    policyName ?? 'none',
    tier,
    lockoutId ?? '–',
    `${name === accountId ? '' : name}${recorded ? ' (recorded)' : ''}`,
  ]
}

async function assign(accountId: string, nameOrFile: string): Promise<void> {
  const policy = await loadPolicy(nameOrFile)
  const { assignPolicy } = await import('#lib/services/accounts/assign-policy.ts')
  const version = await withRuntime(({ runtime }) => assignPolicy(runtime, accountId, policy))
  process.stdout.write(`Account ${accountId} is under policy ${policy.name} (${version}) from now on.\n`)
}
