import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LiveMessage } from '#lib/contracts/console-routes.ts'
import { LiveFeed } from '#lib/http/live-feed.ts'
import { liveStream } from '#lib/http/live-stream.ts'
import { openTestDesk, type TestDesk } from '#tests/support/test-desk.ts'

let desk: TestDesk
let feed: LiveFeed
const failures: unknown[] = []

beforeEach(async () => {
  failures.length = 0
  desk = await openTestDesk(Date.now())
  feed = new LiveFeed(
    desk.runtime.database,
    () => desk.nowMs,
    (error) => failures.push(error),
  )
  await desk.open('shop')
})
afterEach(() => desk.close())

async function listeners(): Promise<number> {
  const rows = await desk.runtime.database.prisma.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM pg_stat_activity
    WHERE application_name = 'interlock-live' AND datname = current_database() AND query LIKE 'LISTEN%'`
  return Number(rows[0]?.count)
}

test('any number of pages share one connection, hear of a lockout once, and leave nothing behind', async () => {
  const heard: LiveMessage[][] = [[], [], []]
  const stops = heard.map((messages) => feed.subscribe((message) => messages.push(message)))
  await vi.waitFor(async () => expect(await listeners()).toBe(1), 5000)
  await desk.edit('shop', 16)
  const opened = { accountId: 'shop', handle: '@shop', change: 'opened' }
  for (const messages of heard) {
    await vi.waitFor(() => expect(messages.flatMap(({ lockouts }) => lockouts)).toMatchObject([opened]), 5000)
    expect(messages.flatMap(({ accountIds }) => accountIds)).toContain('shop')
  }
  stops.forEach((stop) => stop())
  expect(feed.size).toBe(0)
  await vi.waitFor(async () => expect(await listeners()).toBe(0), 5000)
  expect(failures).toEqual([])
})

test('a broken connection is made again, and pages are told to read everything', async () => {
  const messages: LiveMessage[] = []
  const stop = feed.subscribe((message) => messages.push(message))
  await vi.waitFor(async () => expect(await listeners()).toBe(1), 5000)
  await desk.runtime.database.prisma.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'interlock-live' AND datname = current_database()`
  await vi.waitFor(
    () =>
      expect(
        messages.some(({ organisation, accountIds }) => organisation && accountIds.includes('shop')),
      ).toBe(true),
    10_000,
  )
  expect(await listeners()).toBe(1)
  expect(failures.length).toBeGreaterThan(0)
  stop()
})

test('a stream begins with the time and ends its subscription when the page goes away', async () => {
  const gone = new AbortController()
  const response = liveStream(feed, () => 42, gone.signal, { 'x-request-id': 'r1' })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const reader = response.body?.getReader()
  const first = new TextDecoder().decode((await reader?.read())?.value)
  expect(JSON.parse(first.replace(/^data: /, ''))).toEqual({
    atMs: 42,
    accountIds: [],
    organisation: false,
    lockouts: [],
  })
  expect(feed.size).toBe(1)
  gone.abort()
  expect(feed.size).toBe(0)
})
