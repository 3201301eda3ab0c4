import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FactEvent } from '#lib/engine/guard/fact-events.ts'
import { appendFacts } from '#lib/store/event-log/append-facts.ts'
import { pooledQuery, type Query, transactionQuery } from '#lib/store/event-log/load-streams.ts'
import { inTransaction } from '#lib/store/recovery/in-transaction.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ask, calmPolicy, openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { readSoundStream } from '#tests/support/recorded-stream.ts'

let scratch: TestDatabase
let runtime: Runtime & { readonly failures: unknown[] }

beforeAll(async () => {
  scratch = await createTestDatabase()
  runtime = openRuntime(scratch.url)
})
afterAll(async () => {
  await runtime.close()
  await scratch.drop()
})

const factOf = (accountId: string, postId: string, atMs = Date.now()) => {
  const by = { id: 'ana', name: 'Ana Ruiz' }
  const event: FactEvent = { type: 'post_paused', data: { platform: 'p', postId, by, reason: 'a look' } }
  return { accountId, event, atMs }
}

const transactions: [string, (work: (query: Query) => Promise<unknown>) => Promise<unknown>][] = [
  ['a plain transaction', (work) => inTransaction(runtime.database, (client) => work(pooledQuery(client)))],
  [
    'a Prisma transaction',
    (work) => runtime.database.prisma.$transaction((transaction) => work(transactionQuery(transaction))),
  ],
]

test.each(transactions)('%s: facts of several accounts go on where each log ends', async (name, within) => {
  const [one, two] = [`one ${name}`, `two ${name}`]
  for (const accountId of [one, two]) await openAccount(runtime, accountId)
  const facts = [factOf(two, 'a'), factOf(one, 'b'), factOf(two, 'c', 0)]
  let seqs: unknown
  await within(async (query) => (seqs = await appendFacts(query, facts)))
  expect(seqs).toStrictEqual([3, 3, 4])
  const stored = await readSoundStream(scratch.url, `account:${two}`)
  expect(stored.map(({ seq, type }) => [seq, type])).toStrictEqual([
    [1, 'account_opened'],
    [2, 'policy_assigned'],
    [3, 'post_paused'],
    [4, 'post_paused'],
  ])
  expect(stored[3]?.at).toStrictEqual(stored[2]?.at)
})

test.each(transactions)('%s: what is rolled back leaves no gap', async (name, within) => {
  const accountId = await openAccount(runtime, `back ${name}`)
  const failing = within(async (query) => {
    await appendFacts(query, [factOf(accountId, 'a')])
    throw new Error('rolled back')
  })
  await expect(failing).rejects.toThrow('rolled back')
  await within((query) => appendFacts(query, [factOf(accountId, 'b')]))
  expect(await readSoundStream(scratch.url, `account:${accountId}`)).toHaveLength(3)
})

test('facts and decisions of one account race; each is there once, in one sound chain', async () => {
  const accountId = await openAccount(runtime, 'busy', calmPolicy)
  const decisions = Array.from({ length: 8 }, async (_, caller) => {
    for (let index = 0; index < 40; index += 1) {
      const actionId = `a-${String(caller)}-${String(index)}`
      const target = { id: `post-${actionId}` }
      await ask(runtime, {
        accountId,
        actionId,
        agentId: 'writer',
        type: 'edit',
        target,
        parameters: {},
        origin: 'agent',
      })
    }
  })
  const facts = transactions.flatMap(([, within], way) =>
    Array.from({ length: 2 }, async (_, writer) => {
      for (let index = 0; index < 30; index += 1) {
        const name = `${String(way)}-${String(writer)}-${String(index)}`
        await within((query) => appendFacts(query, [factOf(accountId, name), factOf(accountId, `${name}+`)]))
      }
    }),
  )
  await Promise.all([...decisions, ...facts])
  const stored = await readSoundStream(scratch.url, `account:${accountId}`)
  const named = stored
    .filter(({ type }) => type === 'post_paused')
    .map(({ body }) => JSON.parse(body) as object)
  expect(new Set(named.map((data) => JSON.stringify(data))).size).toBe(240)
  expect(named).toHaveLength(240)
  expect(stored.filter(({ type }) => type === 'action_decided')).toHaveLength(320)
  expect(runtime.failures).toStrictEqual([])
})

test('an account without a log is refused', async () => {
  const [, within] = transactions[0] ?? []
  await expect(within?.((query) => appendFacts(query, [factOf('nobody', 'a')]))).rejects.toThrow(
    'account:nobody has no log to append to',
  )
})
