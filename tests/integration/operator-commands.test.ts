import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { runInterlock } from '#tests/support/run-interlock.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const trace = 'tests/conformance/data/agent-edits-epic-stack.jsonl'

const away = { DATABASE_URL: 'postgresql://a:b@127.0.0.1:4301/none', INTERLOCK_SECRET: 'x'.repeat(40) }

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const interlock = (args: readonly string[], { stdin = '', database: other = database } = {}) =>
  runInterlock(args, {
    stdin,
    env: { DATABASE_URL: other.url, INTERLOCK_SECRET: 'only-for-tests-only-for-tests-only' },
  })

describe('interlock accounts', () => {
  it('creates an account, lists it, and puts it under another policy', async () => {
    expect(
      await interlock(['accounts', 'create', 'acme', '--name', 'Acme', '--policy', 'seed']),
    ).toMatchObject({
      code: 0,
      out: 'Account acme is protected by policy seed.\n',
      err: '',
    })
    const [account] = (await interlock(['accounts', 'list', '--json'])).json()
    expect(account).toMatchObject({ accountId: 'acme', name: 'Acme', handle: '@acme', policyName: 'seed' })
    expect(await interlock(['accounts', 'policy', 'acme', 'strict'])).toMatchObject({ code: 0 })
    expect((await interlock(['accounts', 'list'])).out).toMatch(/^acme +strict +none +– +Acme$/m)
  })

  it.each([
    ['an account that exists', ['accounts', 'create', 'acme'], 'Account acme exists already.'],
    ['an id that cannot be one', ['accounts', 'create', ''], "An account's id "],
    ['a policy for nobody', ['accounts', 'policy', 'nobody', 'seed'], 'There is no account nobody.'],
    [
      'a policy that is none',
      ['accounts', 'policy', 'acme', 'lax'],
      'There is no preset (seed, standard, strict)',
    ],
    ['nothing to do', ['accounts'], 'Usage: interlock accounts'],
  ])('refuses %s', async (_name, args, message) => {
    const run = await interlock(args)
    expect(run).toMatchObject({ code: 2, out: '' })
    expect(run.err).toContain(message)
  })
})

describe('interlock keys', () => {
  it('prints the secret once and alone, lists the key without it, and revokes it', async () => {
    const made = await interlock(['keys', 'create', '--agent', 'bot', '--account', 'acme', '--expires', '30'])
    expect(made.code).toBe(0)
    const [, id = '', secret = ''] = /^ilk_([0-9a-f]{24})_([0-9a-f]{64})\n$/.exec(made.out) ?? []
    expect(id).not.toBe('')
    expect(made.err).toContain(`Key ${id} of agent bot, good for acme, until `)
    const [listed] = (await interlock(['keys', 'list', '--json'])).json()
    expect(listed).toMatchObject({ id, agentId: 'bot', status: 'good', accountIds: ['acme'] })
    expect(JSON.stringify(listed)).not.toContain(secret)
    expect(await interlock(['keys', 'revoke', id])).toMatchObject({ code: 0, out: `Key ${id} is revoked.\n` })
    expect((await interlock(['keys', 'list'])).out).toMatch(new RegExp(`^${id} +bot +revoked `, 'm'))
    expect(await interlock(['keys', 'revoke', id])).toMatchObject({ code: 2 })
  })

  it.each([
    [
      'an account that is not there',
      ['keys', 'create', '--agent', 'bot', '--account', 'nobody'],
      'There is no account nobody.',
    ],
    ['no agent', ['keys', 'create'], "required option '--agent <id>' not specified"],
    [
      'an expiry in the past',
      ['keys', 'create', '--agent', 'b', '--expires', '-1'],
      'It must be a number of days above 0.',
    ],
  ])('refuses %s', async (_name, args, message) => {
    const run = await interlock(args)
    expect(run).toMatchObject({ code: 2, out: '' })
    expect(run.err).toContain(message)
  })
})

describe('interlock members', () => {
  it('prints a one-time link once and alone', async () => {
    const run = await interlock(['members', 'invite', 'ada@example.org', '--role', 'reviewer'])
    expect(run.code).toBe(0)
    expect(run.out).toMatch(/^http:\/\/localhost:3000\/join#[\w-]{43}\n$/)
    expect(run.err).toContain('Hand this link to ada@example.org; it makes them a reviewer')
  })

  it('lists nobody before anybody has joined', async () => {
    expect(await interlock(['members', 'list'])).toMatchObject({
      code: 0,
      out: 'NAME  ROLE  E-MAIL  JOINED\n',
    })
  })

  it.each([
    ['what is no address', ['members', 'invite', 'ada', '--role', 'lead'], '“ada” is not an e-mail address.'],
    [
      'a role that is none',
      ['members', 'invite', 'a@b.org', '--role', 'king'],
      'Allowed choices are viewer, reviewer, lead.',
    ],
    ['no role', ['members', 'invite', 'a@b.org'], "required option '--role <role>' not specified"],
  ])('refuses %s', async (_name, args, message) => {
    const run = await interlock(args)
    expect(run).toMatchObject({ code: 2, out: '' })
    expect(run.err).toContain(message)
  })
})

describe('interlock import and export', () => {
  it('imports a history once, however often it is sent, and exports what verifies and replays', async () => {
    const imported = await interlock(['import', 'actions', trace, '--policy', 'seed'])
    expect(imported).toMatchObject({ code: 0, err: '' })
    expect(imported.out).toBe('184 actions decided, 0 actions in the log already, 1 lockout opened\n')
    const again = await interlock(['import', 'actions', trace, '--policy', 'seed'])
    expect(again.out).toBe('0 actions decided, 184 actions in the log already, 0 lockouts opened\n')

    const exported = await interlock(['export', 'events'])
    const log = temporaryFolder().write('log.jsonl', exported.out)
    expect((await interlock(['verify', log])).out).toMatch(/^Verified: \d+ events in \d streams/)
    const replayed = await interlock(['replay', log])
    expect(replayed.code).toBe(0)
    expect(replayed.out).toContain('every one comes out as it was recorded')
  })

  it('exports one account, and goes on where an export ended', async () => {
    const whole = (await interlock(['export', 'events', '--account', 'epicweb-dev/epic-stack'])).json()
    expect(new Set(whole.map(({ stream }) => stream))).toStrictEqual(
      new Set(['account:epicweb-dev/epic-stack']),
    )
    const rest = await interlock([
      'export',
      'events',
      '--account',
      'epicweb-dev/epic-stack',
      '--after',
      '100',
    ])
    expect(rest.json()).toStrictEqual(whole.slice(100))
  })

  it.each([
    [
      'an account that is not there',
      ['export', 'events', '--account', 'nobody'],
      'There is no account nobody.',
    ],
    ['a sequence without its account', ['export', 'events', '--after', '5'], '--after needs --account'],
    ['a bad line', ['import', 'actions', '-'], 'standard input:1: is not JSON'],
  ])('refuses %s', async (_name, args, message) => {
    const run = await interlock(args, { stdin: 'oops\n' })
    expect(run).toMatchObject({ code: 2, out: '' })
    expect(run.err).toContain(message)
  })
})

describe('interlock doctor', () => {
  it('finds a database well', async () => {
    const fresh = await createTestDatabase()
    onTestFinished(() => fresh.drop())
    const run = await interlock(['doctor'], { database: fresh })
    expect(run).toMatchObject({ code: 0, err: '' })
    expect(run.out).toMatch(/^ok {3}database {4}PostgreSQL \d+/m)
    expect(run.out).toMatch(/^ok {3}migrations {2}all applied$/m)
    expect(run.out).toMatch(/^ok {3}event log {3}append-only, held by the database$/m)
    expect(run.out).toMatch(/^ok {3}clock {7}agrees with the database$/m)
    expect(run.out).toMatch(/^ok {3}worker {6}nothing waits$/m)
    expect(run.out).toMatch(/^ok {3}executors {3}every escalation of the last 24 h has reached its own$/m)
  })

  it('finds a history that no worker rolls up', async () => {
    const idle = await createTestDatabase()
    onTestFinished(() => idle.drop())
    expect(await interlock(['import', 'actions', trace], { database: idle })).toMatchObject({ code: 0 })
    const stopped = await interlock(['doctor'], { database: idle })
    expect(stopped.code).toBe(0)
    expect(stopped.out).toContain("1 account waits for the charts' roll-up; no server is running")
    const server = new pg.Client({ connectionString: idle.url, application_name: 'interlock' })
    await server.connect()
    await server.query('SELECT pg_sleep(5.2)')
    const run = await interlock(['doctor'], { database: idle })
    await server.end()
    expect(run.code).toBe(1)
    expect(run.out).toMatch(/^BAD {2}worker {6}1 account waits for the charts' roll-up$/m)
  })

  it('finds a log whose guard is switched off', async () => {
    const broken = await createTestDatabase()
    onTestFinished(() => broken.drop())
    const client = new pg.Client({ connectionString: broken.superuserUrl })
    await client.connect()
    await client.query('ALTER TABLE event DISABLE TRIGGER ALL')
    await client.end()
    const run = await interlock(['doctor'], { database: broken })
    expect(run.code).toBe(1)
    expect(run.out).toMatch(/^BAD {2}event log {3}its guard against changes is switched off$/m)
  })

  it('finds pending migrations, and applies none', async () => {
    const empty = await createTestDatabase()
    onTestFinished(() => empty.drop())
    const client = new pg.Client({ connectionString: empty.superuserUrl })
    await client.connect()
    await client.query('DELETE FROM _prisma_migrations')
    await client.end()
    const run = await interlock(['doctor'], { database: empty })
    expect(run.code).toBe(1)
    expect(run.out).toMatch(/^BAD {2}migrations {2}pending: \d+/m)
  })

  it('ends with 3 when the database is away', async () => {
    const run = await runInterlock(['doctor'], { env: away })
    expect(run.code).toBe(3)
    expect(run.out).toMatch(/^BAD {2}database {4}The database does not answer: /m)
  })
})

describe('a database that is away', () => {
  it('ends with 3 and says so', async () => {
    const run = await runInterlock(['accounts', 'list'], { env: away })
    expect(run).toMatchObject({ code: 3, out: '' })
    expect(run.err).toContain('The database cannot be used: ')
    expect(run.err).not.toContain('    at ')
  })

  it('a bad setting ends with 2', async () => {
    const run = await runInterlock(['accounts', 'list'], { env: { DATABASE_URL: 'nowhere' } })
    expect(run.code).toBe(2)
    expect(run.err).toContain('DATABASE_URL must be a URL')
  })
})
