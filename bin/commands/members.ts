import { type Command, Option } from 'commander'
import { type Role, roles } from '#lib/auth/role.ts'
import { openOutput } from './output.ts'
import { iso } from './replay-summary-lines.ts'
import { table } from './table.ts'
import { withRuntime } from './with-runtime.ts'

/** Adds `interlock members invite|list`: people. */
export function addMembers(program: Command): void {
  const members = program.command('members').description('the people who may sign in')
  members
    .command('invite')
    .description('make a one-time link with which a person joins; it is printed once')
    .argument('<email>')
    .addOption(
      new Option('--role <role>', 'viewer reads, reviewer decides lockouts, lead also locks out and invites')
        .choices(roles)
        .makeOptionMandatory(),
    )
    .action(invite)
  members
    .command('list')
    .description('all members')
    .option('--json', 'one JSON object for each member')
    .action(list)
}

async function invite(email: string, { role }: { readonly role: Role }): Promise<void> {
  const [{ inviteMember }, { baseUrlOf }] = await Promise.all([
    import('#lib/services/members/invite-member.ts'),
    import('#lib/env.ts'),
  ])
  const { url, expiresAtMs } = await withRuntime(({ env, runtime }) =>
    inviteMember(runtime, { email, role, invitedBy: null }, baseUrlOf(env)),
  )
  process.stderr.write(
    `Hand this link to ${email}; it makes them a ${role}, works once and ends ${iso(expiresAtMs)}:\n`,
  )
  process.stdout.write(`${url}\n`)
}

async function list({ json }: { readonly json?: boolean }): Promise<void> {
  const { listMembers } = await import('#lib/services/members/list-members.ts')
  const members = await withRuntime(({ runtime }) => listMembers(runtime))
  const output = openOutput()
  const lines = json
    ? members.map(({ joinedAtMs, ...member }) => JSON.stringify({ ...member, joinedAt: iso(joinedAtMs) }))
    : table(
        ['NAME', 'ROLE', 'E-MAIL', 'JOINED'],
        members.map(({ name, role, email, joinedAtMs }) => [name, role, email, iso(joinedAtMs)]),
      )
  for (const line of lines) output.line(line)
  await output.end()
}
