import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { connectPlatform } from '#lib/services/recovery/connect-platform.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { fetchDueMetrics, fetchLimits } from '#lib/services/recovery/fetch-metrics.ts'
import { ingestSamples } from '#lib/services/recovery/ingest-samples.ts'
import { watchPosts } from '#lib/services/recovery/watch-posts.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { startFetchingProcess } from '#tests/support/fetching-process.ts'
import { calmPolicy, openAccount } from '#tests/support/gate-runtime.ts'
import { type PlatformStub, startPlatformStub, stubSecret } from '#tests/support/platform-stub.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { openRecoveryRuntime } from '#tests/support/recovery-runtime.ts'
import { hour, minute, noonMs } from '#tests/support/recovery-samples.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

let database: TestDatabase
let stub: PlatformStub
beforeAll(async () => {
  stub = await startPlatformStub()
})
// Each test has a database of its own: any connection that is due would be fetched by any of them.
beforeEach(async () => {
  database = await createTestDatabase()
  await stub.fates()
  return () => database.drop()
})
afterAll(() => stub.child.kill())

/** The policy's window is 90 minutes, so posts are looked at every 15. */
const everyMs = 15 * minute
let accounts = 0

function open(startMs = noonMs) {
  const { runtime, time } = openRecoveryRuntime(database.url, startMs)
  const fail = (error: unknown) => {
    throw error instanceof Error ? error : new Error(String(error))
  }
  return {
    runtime,
    time,
    fetchDue: (random = 0) =>
      fetchDueMetrics(
        runtime,
        fail,
        () => false,
        () => random,
      ),
    /** Opens an account with a webhook of its own and watches posts of it. */
    connect: async (postIds: readonly string[], policy: Policy = calmPolicy) => {
      accounts += 1
      const accountId = `fetched-${String(accounts)}`
      await openAccount(runtime, accountId, policy)
      const url = `${stub.url}/webhook/${accountId}`
      const credential = { url, secret: stubSecret, fetchMetrics: true }
      const connection = {
        accountId,
        platform: 'hook',
        connector: 'webhook',
        credential,
        templates: {},
      } as const
      const reconnect = () => connectPlatform(runtime, connection)
      await reconnect()
      await watch(runtime, accountId, postIds)
      return {
        accountId,
        /** Again, as somebody does who mended it. */
        reconnect,
        requests: async () => (await stub.fetches()).filter((one) => one.path === `/webhook/${accountId}`),
      }
    },
  }
}

type Runtime = ReturnType<typeof openRecoveryRuntime>['runtime']

async function watch(runtime: Runtime, accountId: string, postIds: readonly string[], platform = 'hook') {
  const lines = postIds.map((postId, index) => ({ line: index + 1, json: { accountId, platform, postId } }))
  return watchPosts(runtime, lines, null)
}

const samplesOf = (accountId: string) =>
  queryDatabase<{ post_id: string; captured_at: Date; impressions: number; engagements: number }>(
    database.url,
    `SELECT post_id, captured_at, metric_sample.impressions::int, metric_sample.engagements::int
     FROM metric_sample JOIN post ON no = post_no WHERE account_id = $1 ORDER BY received`,
    [accountId],
  )

const healthOf = async (accountId: string) => {
  const rows = await queryDatabase<{
    next_fetch_at: Date | null
    fetched_at: Date | null
    fetch_failures: number
    fetch_failed_at: Date | null
    fetch_error: string | null
  }>(database.url, 'SELECT * FROM connection WHERE account_id = $1', [accountId])
  return rows[0]
}

describe('metrics that a connection fetches', () => {
  test('a watched post needs no first sample: it is fetched at once, and then as often as it is looked at', async () => {
    const { runtime, time, fetchDue, connect } = open()
    const { accountId, requests } = await connect(['p'])
    expect(await fetchDue()).toStrictEqual({ requests: 1, samples: 1 })
    expect(await requests()).toHaveLength(1)
    expect(await fetchDue()).toStrictEqual({ requests: 0, samples: 0 })
    time.nowMs += everyMs - 1
    expect(await fetchDue()).toMatchObject({ requests: 0 })
    time.nowMs += 1
    expect(await fetchDue()).toMatchObject({ requests: 1 })
    time.nowMs += everyMs
    await fetchDue()
    expect(await samplesOf(accountId)).toStrictEqual(
      [1, 2, 3].map((n) => ({
        post_id: 'p',
        captured_at: new Date(noonMs + (n - 1) * everyMs),
        impressions: 10 * n,
        engagements: n,
      })),
    )
    expect(await evaluateDuePosts(runtime)).toMatchObject({ evaluated: 1 })
    const [evaluated] = await queryDatabase<{ reason: string | null; inputs: { sampleCount: number } }>(
      database.url,
      'SELECT reason, inputs FROM evaluation',
    )
    expect(evaluated?.inputs.sampleCount).toBe(3)
    expect(await healthOf(accountId)).toMatchObject({
      fetched_at: new Date(time.nowMs),
      fetch_failures: 0,
      fetch_error: null,
    })
    await runtime.close()
  })

  test('so many posts a request at most, and a pause between two requests of one connection', async () => {
    const { runtime, time, fetchDue, connect } = open()
    const { requests } = await connect(Array.from({ length: 250 }, (_, n) => `p${String(n)}`))
    await fetchDue()
    time.nowMs += fetchLimits.paceMs - 1
    await fetchDue()
    expect((await requests()).map(({ postIds }) => postIds.length)).toStrictEqual([100])
    time.nowMs += 1
    await fetchDue()
    time.nowMs += fetchLimits.paceMs
    await fetchDue()
    const asked = await requests()
    expect(asked.map(({ postIds }) => postIds.length)).toStrictEqual([100, 100, 50])
    expect(new Set(asked.flatMap(({ postIds }) => postIds)).size).toBe(250)
    await runtime.close()
  })

  test('workers share the connections, and fetch no post twice for one due time', async () => {
    const workers = [open(), open(), open()]
    const [first] = workers
    if (!first) throw new Error('there are three')
    const connected = []
    for (let n = 0; n < 40; n += 1) connected.push(await first.connect(['a', 'b', 'c']))
    const rounds = await Promise.all(workers.map(({ fetchDue }) => fetchDue()))
    expect(rounds.reduce((sum, { requests }) => sum + requests, 0)).toBe(40)
    expect(rounds.filter(({ requests }) => requests > 0).length).toBeGreaterThan(1)
    for (const { requests } of connected) {
      expect((await requests()).map(({ postIds }) => postIds.toSorted())).toStrictEqual([['a', 'b', 'c']])
    }
    await Promise.all(workers.map(({ runtime }) => runtime.close()))
  })

  test('a failure backs off further each time, heeds Retry-After, is kept for everyone to see, and ends', async () => {
    const { runtime, time, fetchDue, connect } = open()
    const { accountId, requests } = await connect(['p'])
    await stub.fates('rate_limit', 'unavailable', 'forbidden')
    await fetchDue()
    expect(await healthOf(accountId)).toStrictEqual(
      expect.objectContaining({
        next_fetch_at: new Date(noonMs + 7000),
        fetched_at: null,
        fetch_failures: 1,
        fetch_failed_at: new Date(noonMs),
        fetch_error: 'rate_limit',
      }),
    )
    time.nowMs += 6999
    expect(await fetchDue()).toMatchObject({ requests: 0 })
    time.nowMs += 1
    expect(await fetchDue(0.5)).toMatchObject({ requests: 1 })
    // Half of a ceiling of one minute after the second failure, of two minutes after the third.
    expect((await healthOf(accountId))?.next_fetch_at).toStrictEqual(new Date(time.nowMs + 30_000))
    time.nowMs += 30_000
    await fetchDue(0.5)
    expect(await healthOf(accountId)).toMatchObject({
      next_fetch_at: new Date(time.nowMs + 60_000),
      fetch_failures: 3,
      fetch_error: 'http_403',
    })
    time.nowMs += 60_000
    expect(await fetchDue()).toStrictEqual({ requests: 1, samples: 1 })
    expect(await healthOf(accountId)).toMatchObject({ fetch_failures: 0, fetch_error: 'http_403' })
    expect(await requests()).toHaveLength(4)
    await runtime.close()
  })

  test('a connection that is mended is asked at once, whatever is waited for or under way', async () => {
    const { runtime, time, fetchDue, connect } = open()
    const { accountId, requests, reconnect } = await connect(['p'])
    await stub.fates('forbidden')
    await fetchDue(1)
    expect(await fetchDue()).toMatchObject({ requests: 0 })
    await reconnect()
    expect(await fetchDue()).toStrictEqual({ requests: 1, samples: 1 })
    time.nowMs += everyMs
    await stub.fates('stall')
    const underWay = fetchDue()
    await vi.waitUntil(async () => (await requests()).length === 3, { timeout: 60_000, interval: 50 })
    await reconnect()
    expect(await fetchDue()).toStrictEqual({ requests: 1, samples: 1 })
    await stub.fates()
    expect(await underWay).toStrictEqual({ requests: 1, samples: 0 })
    expect(await healthOf(accountId)).toMatchObject({
      next_fetch_at: new Date(time.nowMs + fetchLimits.paceMs),
      fetched_at: new Date(time.nowMs),
      fetch_failures: 0,
    })
    time.nowMs += fetchLimits.paceMs
    expect(await fetchDue()).toMatchObject({ requests: 0 })
    await runtime.close()
  })

  test('a worker that is killed while it waits is followed by another once its lease is over', async () => {
    const { runtime, time, fetchDue, connect } = open(Date.now())
    const { requests } = await connect(['p'])
    await stub.fates('stall')
    const worker = startFetchingProcess(database.url)
    const closed = once(worker, 'close')
    await vi.waitUntil(async () => (await requests()).length === 1, { timeout: 60_000, interval: 50 })
    worker.kill('SIGKILL')
    await closed
    time.nowMs = Date.now()
    expect(await fetchDue()).toMatchObject({ requests: 0 })
    time.nowMs += fetchLimits.leaseMs
    expect(await fetchDue()).toStrictEqual({ requests: 1, samples: 1 })
    await runtime.close()
  })

  test('falling counters are kept and judged; what was not asked for is not', async () => {
    const { runtime, time, fetchDue, connect } = open()
    const recovery = { ...calmPolicy.recovery, refuseRegressedCounters: true }
    const { accountId } = await connect(['fall', 'nosy'], { ...calmPolicy, recovery })
    for (let n = 0; n < 3; n += 1) {
      await fetchDue()
      time.nowMs += everyMs
    }
    await evaluateDuePosts(runtime)
    const posts = await queryDatabase(
      database.url,
      'SELECT post_id, state FROM post WHERE account_id = $1 ORDER BY post_id',
      [accountId],
    )
    expect(posts).toStrictEqual([
      { post_id: 'fall', state: 'metrics_regressed' },
      { post_id: 'nosy', state: expect.any(String) as unknown },
    ])
    await runtime.close()
  })

  test('a post that the platform does not show is asked for again after as long as it has been missing', async () => {
    const { runtime, time, fetchDue, connect } = open()
    const { requests } = await connect(['unknown'])
    await fetchDue()
    const gapsMs: number[] = []
    let before = noonMs
    while (time.nowMs < noonMs + 100 * hour) {
      time.nowMs += everyMs
      const { requests: made } = await fetchDue()
      if (made === 0) continue
      gapsMs.push(time.nowMs - before)
      before = time.nowMs
    }
    expect(gapsMs.slice(0, 8).map((gap) => gap / everyMs)).toStrictEqual([1, 1, 2, 4, 8, 16, 32, 64])
    expect(gapsMs.slice(8)).toStrictEqual([24 * hour, 24 * hour])
    expect(await requests()).toHaveLength(gapsMs.length + 1)
    await runtime.close()
  })

  test('a watch is over after 30 days, and begins again when it is asked for', async () => {
    const { runtime, time, fetchDue, connect } = open()
    const { accountId } = await connect(['p'])
    time.nowMs += 30 * 24 * hour
    expect(await fetchDue()).toMatchObject({ samples: 1 })
    time.nowMs += 24 * hour
    expect(await fetchDue()).toMatchObject({ requests: 0 })
    expect(await watch(runtime, accountId, ['p'])).toStrictEqual([
      { line: 1, result: 'watched', fetched: true },
    ])
    expect(await fetchDue()).toMatchObject({ samples: 1 })
    // Asked for again while it is watched: no second turn.
    await watch(runtime, accountId, ['p'])
    expect(await fetchDue()).toMatchObject({ requests: 0 })
    await runtime.close()
  })

  test('a post that a sample named is fetched from then on; where nothing can be fetched nothing is', async () => {
    const { runtime, fetchDue, connect } = open()
    const { accountId } = await connect([])
    const sample = {
      postId: 'sent',
      platform: 'hook',
      accountId,
      capturedAt: new Date(noonMs - hour).toISOString(),
    }
    await ingestSamples(runtime, [{ line: 1, json: { ...sample, impressions: 0, engagements: 0 } }], null)
    expect(await fetchDue()).toStrictEqual({ requests: 1, samples: 1 })
    await connectPlatform(runtime, {
      accountId,
      platform: 'mastodon',
      connector: 'mastodon',
      credential: { url: stub.url, accessToken: 'token' },
      templates: {},
    })
    const verdicts = await watch(runtime, accountId, ['status'], 'mastodon')
    expect(verdicts).toStrictEqual([{ line: 1, result: 'watched', fetched: false }])
    expect(await fetchDue()).toMatchObject({ requests: 0 })
    await runtime.close()
  })

  test('a credential that does not open is a failure of its connection alone', async () => {
    const { runtime, connect } = open()
    const { accountId, requests } = await connect(['p'])
    const stranger = { ...runtime, secret: 'another secret than the one that sealed it' }
    await fetchDueMetrics(stranger, () => undefined)
    expect(await healthOf(accountId)).toMatchObject({
      fetch_error: 'credential_unreadable',
      fetch_failures: 1,
    })
    expect(await requests()).toStrictEqual([])
    await runtime.close()
  })
})

describe('a metrics file that is played', () => {
  const line = (postId: string, minutes: number, impressions: number) =>
    JSON.stringify({
      postId,
      platform: 'x',
      accountId: 'y',
      capturedAt: new Date(Date.UTC(2017, 8, 1) + minutes * minute).toISOString(),
      impressions,
      engagements: 1,
    })

  test('releases its samples as their time comes, from now on and as fast as it is told', async () => {
    const folder = temporaryFolder()
    const file = folder.write(
      'metrics.jsonl',
      [line('b', 300, 7), line('a', 0, 1), line('a', 150, 2), line('a', 600, 3)].join('\n'),
    )
    const { runtime, time, fetchDue } = open()
    await openAccount(runtime, 'player', calmPolicy)
    const connection = {
      accountId: 'player',
      platform: 'recorded',
      connector: 'recorded',
      templates: {},
    } as const
    const play = (changes: object) =>
      connectPlatform(runtime, { ...connection, credential: { playback: { file, speed: 10, ...changes } } })
    await play({})
    await watch(runtime, 'player', ['a', 'b'], 'recorded')
    for (let n = 0; n < 5; n += 1) {
      await fetchDue()
      time.nowMs += everyMs
    }
    const seen = await samplesOf('player')
    const of = (post: string) => seen.filter(({ post_id }) => post_id === post).map((one) => one.impressions)
    expect(of('a')).toStrictEqual([1, 2, 2, 2, 3])
    expect(of('b')).toStrictEqual([7, 7, 7])
    await play({ file: `${folder.path}/gone.jsonl` })
    expect(await fetchDue()).toStrictEqual({ requests: 1, samples: 0 })
    expect(await healthOf('player')).toMatchObject({ fetch_error: 'recording_unreadable' })
    await runtime.close()
  })
})
