import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/engine/guard/commands.ts'
import { type AccountCommand, runAccountCommand } from '#lib/services/run-account-command.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { edit } from '#tests/support/asked-edit.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ask, openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'

let database: TestDatabase
/** Two processes' worth: each has a memory of its own. */
let one: Runtime
let other: Runtime

beforeAll(async () => {
  database = await createTestDatabase()
  one = openRuntime(database.url)
  other = openRuntime(database.url)
})
afterAll(async () => {
  await one.close()
  await other.close()
  await database.drop()
})

const mara = (): Actor => ({ id: 'm', name: 'Mara', role: 'reviewer', reauthenticatedAtMs: Date.now() })
const noor = (): Actor => ({ id: 'n', name: 'Noor', role: 'reviewer', reauthenticatedAtMs: Date.now() })

async function accepted(runtime: Runtime, accountId: string, command: AccountCommand) {
  const result = await runAccountCommand(runtime, accountId, command)
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.reasons))
  return result.state
}

/** Locks a fresh account by hand and does everything that a reset of it needs. */
async function readyToReset(accountId: string): Promise<(actor: Actor) => AccountCommand> {
  await openAccount(one, accountId)
  await ask(other, edit(accountId, 'before'))
  const reason = 'Stopped by hand to look at it'
  const { lockout } = await accepted(one, accountId, { type: 'lock_out_account', actor: mara(), reason })
  if (!lockout) throw new Error('no lockout')
  const { lockoutId, briefDigest } = lockout
  await accepted(one, accountId, { type: 'claim_lockout', actor: mara(), lockoutId })
  const state = await accepted(other, accountId, {
    type: 'acknowledge_brief',
    actor: mara(),
    lockoutId,
    briefDigest,
  })
  return (actor) => ({
    type: 'reset_lockout',
    actor,
    lockoutId,
    version: state.lockout?.version ?? 0,
    briefDigest,
    statement: { reasonCode: 'agent_loop_fixed', note: 'The loop is found and fixed.', override: null },
    typedHandle: state.handle,
  })
}

describe('a reset and a burst at the same time', () => {
  test.each(Array.from({ length: 10 }, (_, round) => round))(
    'never admits on the old state (round %i)',
    async (round) => {
      const accountId = `burst-${round}`
      const reset = await readyToReset(accountId)
      // Fewer than make the agents "not quiet": else the reset is rightly refused.
      const burst = Array.from({ length: 10 }, (_, index) =>
        ask(index % 2 === 0 ? one : other, edit(accountId, `burst-${index}`)),
      )
      const [result, ...decisions] = await Promise.all([
        runAccountCommand(one, accountId, reset(mara())),
        ...burst,
      ])
      expect(result.kind).toBe('accepted')
      const rows = await readSoundStream(database.url, `account:${accountId}`)
      const opened = rows.findIndex(({ type }) => type === 'lockout_opened')
      const closed = rows.findIndex(({ type }) => type === 'lockout_reset')
      expect(opened).toBeGreaterThan(0)
      expect(closed).toBeGreaterThan(opened)
      for (const { sequence, verdict } of decisions) {
        expect(verdict).toBe((sequence ?? 0) - 1 < closed ? 'blocked' : 'allow')
      }
    },
  )
})

describe('two resets at the same time', () => {
  test.each(Array.from({ length: 5 }, (_, round) => round))(
    'one wins, and the other is told who and when (round %i)',
    async (round) => {
      const accountId = `twice-${round}`
      const reset = await readyToReset(accountId)
      const results = await Promise.all(
        [one, other].map((runtime) => runAccountCommand(runtime, accountId, reset(mara()))),
      )
      expect(results.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused'])
      const refused = results.find((result) => result.kind === 'refused')
      const rows = await readSoundStream(database.url, `account:${accountId}`)
      const resets = rows.filter(({ type }) => type === 'lockout_reset')
      expect(resets).toHaveLength(1)
      expect(refused?.kind === 'refused' && refused.reasons).toEqual([
        {
          code: 'lockout_not_active',
          message: `Mara reset this lockout at ${resets[0]?.at.toISOString() ?? ''}`,
          who: 'Mara',
          metAtMs: resets[0]?.at.getTime(),
        },
      ])
      const [row] = await queryDatabase(
        database.url,
        'SELECT status, reset_by_name, closed_seq::int, closed_at FROM lockout WHERE account_id = $1',
        [accountId],
      )
      const { seq, at } = resets[0] ?? {}
      expect(row).toEqual({ status: 'reset', reset_by_name: 'Mara', closed_seq: seq, closed_at: at })
    },
  )

  test('of two reviewers only the one with the claim can win', async () => {
    const reset = await readyToReset('rivals')
    const results = await Promise.all([
      runAccountCommand(one, 'rivals', reset(mara())),
      runAccountCommand(other, 'rivals', reset(noor())),
    ])
    expect(results.map(({ kind }) => kind)).toEqual(['accepted', 'refused'])
    const after = await runAccountCommand(other, 'rivals', reset(noor()))
    expect(after.kind === 'refused' && after.reasons.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Mara reset this lockout at 2/),
    ])
  })
})
