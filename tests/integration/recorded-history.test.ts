import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#lib/engine/guard/commands.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { assignPolicy } from '#lib/services/accounts/assign-policy.ts'
import { createAccount } from '#lib/services/accounts/create-account.ts'
import { decideAction } from '#lib/services/decide-action.ts'
import { exportEvents } from '#lib/services/export-events.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { pausePost } from '#lib/services/recovery/pause-post.ts'
import { resumePost } from '#lib/services/recovery/resume-post.ts'
import { runRecoveryRound } from '#lib/services/recovery/run-recovery-round.ts'
import { workerPorts } from '#lib/services/recovery/worker-ports.ts'
import { type AccountCommand, runAccountCommand } from '#lib/services/run-account-command.ts'
import { createRuntime, type Runtime } from '#lib/services/runtime.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openRecordedAccount, stagnate, testSecret } from '#tests/support/recovery-runtime.ts'
import { runInterlock } from '#tests/support/run-interlock.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

let database: TestDatabase
let runtime: Runtime
let lines: string[]

const ada: Actor = { id: 'ada', name: 'Ada', role: 'reviewer', reauthenticatedAtMs: Date.now() }
const grace: Actor = { ...ada, id: 'grace', name: 'Grace' }
const types = ['edit', 'edit', 'read', 'comment', 'delete_post', 'never_registered'] as const

/** Asks for one action at the server's own time. */
async function act(accountId: string, n: number): Promise<void> {
  const origin = n % 11 === 0 ? ('human' as const) : ('agent' as const)
  await decideAction(
    runtime,
    {
      accountId,
      actionId: `${accountId}-${n}`,
      agentId: `agent-${n % 3}`,
      type: types[n % types.length] ?? 'edit',
      target: { id: `post-${n % 5}` },
      parameters: { text: `“${n}” — 日本`, nested: { n, list: [n / 3, null, true] } },
      origin,
    },
    { authorityEpoch: null },
  )
}

async function command(accountId: string, given: AccountCommand): Promise<void> {
  const result = await runAccountCommand(runtime, accountId, given)
  if (result.kind === 'refused') throw new Error(result.reasons.map(({ message }) => message).join(' '))
}

const lockoutOf = async (accountId: string) => {
  const { state } = await runtime.accounts.read(accountId)
  if (!state.lockout) throw new Error(`${accountId} is not locked out`)
  return { ...state.lockout, handle: state.handle }
}

/** A reviewer claims the lockout, reads the brief, overrides the noise, and resets with a second reviewer's consent. */
async function resetLockout(accountId: string): Promise<void> {
  const { lockoutId, briefDigest, handle } = await lockoutOf(accountId)
  await command(accountId, { type: 'claim_lockout', actor: ada, lockoutId })
  await command(accountId, { type: 'acknowledge_brief', actor: ada, lockoutId, briefDigest })
  const override = { reason: 'The burst was a test of ours, it is over' }
  const statement = {
    reasonCode: 'false_alarm',
    note: 'A burst that the test made itself',
    override,
  } as const
  const attempt = async () => {
    const { version } = await lockoutOf(accountId)
    return { actor: ada, lockoutId, version, briefDigest, statement, typedHandle: handle }
  }
  await command(accountId, { type: 'request_reset', ...(await attempt()) })
  const requestId = (await lockoutOf(accountId)).request?.requestId ?? ''
  const vote = { lockoutId, requestId, approved: true, note: 'I have read the brief as well' }
  await command(accountId, { type: 'vote_on_reset', actor: grace, ...vote })
  await command(accountId, { type: 'reset_lockout', ...(await attempt()) })
}

/** Recovery of two posts among the agents' decisions: one succeeds after a retry, one is paused and resumed. */
async function recover(): Promise<void> {
  const recovering = { ...runtime, secret: testSecret }
  await openRecordedAccount(recovering, 'healed', presets.standard, { flaky: ['service_unavailable'] })
  await stagnate(recovering, 'healed', ['flaky', 'paused'])
  await evaluateDuePosts(recovering)
  const { rows } = await runtime.database.reads.query<{ no: string }>(
    `SELECT no FROM post WHERE post_id = 'paused'`,
  )
  const postNo = rows[0]?.no ?? ''
  const paused = await pausePost(recovering, ada, { postNo, reason: 'The author rewrites it' })
  if (paused.kind !== 'done') throw new Error('the post was not paused')
  const { pausedAtMs } = paused.value
  await resumePost(recovering, ada, { postNo, pausedAtMs, reason: 'It is rewritten' })
  const ports = { ...workerPorts(recovering), random: () => 0 }
  const failures: unknown[] = []
  for (let n = 0; n < 2; n += 1) {
    await runtime.database.reads.query('DELETE FROM dispatch_turn')
    await Promise.all([
      runRecoveryRound(recovering, ports, (error) => failures.push(error)),
      ...Array.from({ length: 3 }, (_, k) => act('healed', n * 10 + k)),
    ])
  }
  expect(failures).toStrictEqual([])
}

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = createRuntime({ databaseUrl: database.url })
  await createAccount(runtime, { accountId: 'plain', policy: presets.seed })
  await createAccount(runtime, { accountId: 'guarded', policy: presets.standard })
  await createAccount(runtime, { accountId: 'shadowed', policy: { ...presets.seed, mode: 'shadow' } })
  await createKey(runtime, { agentId: 'agent-0', accountIds: ['plain'], expiresAtMs: null })
  // Bursts from many callers at once, so that decisions gather, race and repeat.
  const everyone = ['plain', 'guarded', 'shadowed']
  await Promise.all(everyone.flatMap((id) => Array.from({ length: 40 }, (_, n) => act(id, n + 1))))
  await Promise.all(everyone.map((id) => act(id, 7)))
  await resetLockout('plain')
  await Promise.all(Array.from({ length: 20 }, (_, n) => act('plain', n + 300)))
  await assignPolicy(runtime, 'guarded', presets.seed)
  await Promise.all(Array.from({ length: 20 }, (_, n) => act('guarded', n + 100)))
  await command('shadowed', {
    type: 'lock_out_account',
    actor: { ...ada, role: 'lead' },
    reason: 'This does not look like our own agent',
  })
  await Promise.all(Array.from({ length: 5 }, (_, n) => act('shadowed', n + 200)))
  await recover()
  lines = []
  for await (const line of exportEvents(runtime)) lines.push(line)
})
afterAll(async () => {
  await runtime.close()
  await database.drop()
})

const saved = (text: readonly string[]) => temporaryFolder().write('log.jsonl', `${text.join('\n')}\n`)

describe('a history recorded live', () => {
  it('holds what it should show', () => {
    const all = lines.join('\n')
    expect(all).toContain('"stream":"organisation"')
    for (const type of [
      'lockout_opened',
      'lockout_claimed',
      'reset_voted',
      'lockout_reset',
      'policy_assigned',
      'recovery_reserved',
      'recovery_moved',
      'post_paused',
      'post_resumed',
    ]) {
      expect(all).toContain(`"type":"${type}"`)
    }
    expect(lines.filter((line) => line.includes('"type":"action_decided"'))).toHaveLength(
      3 * 40 + 20 + 20 + 5 + 6 + 2,
    )
    const paths = lines.flatMap((line) => {
      const { type, data } = JSON.parse(line) as { type: string; data: { postId?: string; path?: string[] } }
      return type === 'recovery_moved' && data.postId === 'flaky' ? (data.path ?? []) : []
    })
    expect(paths).toStrictEqual(['running', 'failed', 'retry_scheduled', 'running', 'succeeded'])
  })

  it('exported, its chains verify', async () => {
    const run = await runInterlock(['verify', saved(lines)])
    expect(run).toMatchObject({ code: 0, err: '' })
    expect(run.out).toContain(`Verified: ${lines.length} events in 5 streams`)
  })

  it('replayed under its own policy, every decision comes out as it was recorded', async () => {
    const run = await runInterlock(['replay', saved(lines)])
    expect(run).toMatchObject({ code: 0, err: '' })
    expect(run.out).toBe(
      `173 decisions of ${lines.length} events decided again: every one comes out as it was recorded\n`,
    )
  })

  it('one byte changed, the event is named', async () => {
    const index = lines.findIndex((line) => line.includes('"shadowed-17"'))
    const { stream, seq } = JSON.parse(lines[index] ?? '') as { stream: string; seq: number }
    const changed = lines.map((line, at) => (at === index ? line.replace('"post-2"', '"post-3"') : line))
    expect(changed[index]).not.toBe(lines[index])
    const run = await runInterlock(['verify', saved(changed)])
    expect(run.code).toBe(1)
    expect(run.out).toContain(`${stream} ${seq} is not as it was written`)
  })
})
