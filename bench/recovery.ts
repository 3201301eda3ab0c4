// `npm run bench:recovery`: a full round of evaluations over 100 000 posts with 20 samples each, by one worker process,
// then by two; then what the page of recovery reads on the server, as it opens and with filters, and the page itself.
import { presets } from '#lib/engine/policy/presets.ts'
import { recoveryFilterSchema } from '#lib/contracts/recovery-filter.ts'
import { createAccount } from '#lib/services/accounts/create-account.ts'
import { createConsoleContext } from '#lib/services/console/console-context.ts'
import { readRecovery } from '#lib/services/console/read-recovery.ts'
import { readRecoveryPosts } from '#lib/services/console/read-recovery-posts.ts'
import { readComparison } from '#lib/services/recovery/read-comparison.ts'
import { connectPlatform } from '#lib/services/recovery/connect-platform.ts'
import { createRuntime } from '#lib/services/runtime.ts'
import { ensureBuilt } from '#bin/setup/ensure-built.ts'
import { consoleEnvironment } from './http/console-environment.ts'
import { signIn } from './http/console-reader.ts'
import { startServerProcess } from './http/server-process.ts'
import { median } from './measure/median.ts'
import { openBenchDatabase } from './open-database.ts'
import { benchSecret, startRoundProcess } from './recovery/round-process.ts'

const posts = Number(process.env.BENCH_POSTS ?? 100_000)
const accounts = 200
const nowMs = Date.now()

const database = await openBenchDatabase()
const databaseUrl = await database.create('recovery')
const runtime = { ...createRuntime({ databaseUrl, clock: () => nowMs }), secret: benchSecret }
try {
  for (let n = 0; n < accounts; n += 1) {
    const accountId = `account-${n}`
    await createAccount(runtime, { accountId, policy: presets.standard })
    const connection = { accountId, platform: 'bench', connector: 'recorded' } as const
    await connectPlatform(runtime, { ...connection, credential: { fates: {} }, templates: {} })
  }
  await fill()
  await round('one worker', 1)
  await runtime.database.reads.query('UPDATE post SET next_evaluation_at = $1', [new Date(nowMs - 1)])
  await round('two workers', 2)
  const { rows } = await runtime.database.reads.query<{ twice: string }>(
    'SELECT count(*) AS twice FROM (SELECT 1 FROM evaluation GROUP BY post_no HAVING count(*) > 2) AS more',
  )
  console.log(`posts evaluated more than once in a round: ${rows[0]?.twice ?? '?'}`)
  await pages()
  await wholePage()
} finally {
  await runtime.close()
  await database.close()
}

async function round(name: string, workers: number): Promise<void> {
  const processes = await Promise.all(
    Array.from({ length: workers }, () => startRoundProcess(databaseUrl, nowMs)),
  )
  const startedAt = performance.now()
  const rounds = await Promise.all(processes.map((worker) => worker.run()))
  const seconds = (performance.now() - startedAt) / 1000
  await Promise.all(processes.map(({ ended }) => ended))
  const shares = rounds.map(({ evaluated }) => evaluated.toLocaleString('en')).join(' + ')
  const reserved = rounds.reduce((sum, done) => sum + done.reserved, 0)
  console.log(`${name.padEnd(12)} ${shares} posts in ${seconds.toFixed(1)} s, ${reserved} actions reserved`)
}

/** The reads of /recovery, each the median of several, with an outcome of every post. */
async function pages(): Promise<void> {
  await runtime.database.reads.query(
    `INSERT INTO recovery_outcome (evaluation_no, post_no, acted_at, ends_at, measured_at, verdict, baseline_impressions,
        baseline_engagements, follow_up_impressions, follow_up_engagements, lift, lift_low, lift_high, needed_impressions)
     SELECT no, post_no, $1, $1, $1, 'no_clear_change', 900, 9, 900, 9, no % 7 * 0.001, -0.01, 0.02, 100
     FROM (SELECT DISTINCT ON (post_no) no, post_no FROM evaluation) AS one`,
    [new Date(nowMs)],
  )
  await runtime.database.reads.query('ANALYZE')
  const context = createConsoleContext(runtime.database, () => nowMs)
  await timed('treated against held out', () => readComparison(context))
  const queries: readonly Record<string, string>[] = [
    {},
    { state: 'healthy', page: '200' },
    { score: 'from_0.8', next: 'now' },
    { sort: 'next' },
    { sort: 'evaluated', page: '1900' },
    { q: 'post-77' },
    { q: 'nothing like it' },
  ]
  for (const query of queries) {
    const filter = recoveryFilterSchema.parse(query)
    const name = `/recovery ${new URLSearchParams(query).toString()}`
    await timed(name, () => Promise.all([readRecovery(context), readRecoveryPosts(context, filter)]))
  }
}

async function timed(name: string, read: () => Promise<unknown>): Promise<void> {
  const times: number[] = []
  for (let n = 0; n < 25; n += 1) {
    const startedAt = performance.now()
    await read()
    times.push(performance.now() - startedAt)
  }
  const [middle, longest] = [median(times), Math.max(...times)].map((ms) => ms.toFixed(0))
  console.log(`${name.padEnd(40)} ${middle ?? ''} ms, longest ${longest ?? ''} ms`)
}

/** The page as somebody signed in gets it, from a server of its own; a worker has nothing to do there. */
async function wholePage(): Promise<void> {
  await ensureBuilt(console.log)
  const { member, env } = consoleEnvironment(databaseUrl)
  const server = await startServerProcess('gate-server.ts', { env: { ...env, INTERLOCK_ROLE: 'web' } })
  try {
    const reader = await signIn(server.port, member, ['/recovery'])
    await timed('/recovery in the browser', () => reader.openPage('/recovery'))
  } finally {
    await server.close()
  }
}

/** Posts of every score, twenty samples in the last 80 minutes; written by the database, not by what is measured. */
async function fill(): Promise<void> {
  const client = await runtime.database.reads.connect()
  try {
    await client.query('SET statement_timeout = 0')
    await client.query(
      `INSERT INTO post (account_id, platform, post_id, created_at, next_evaluation_at, last_sample_at)
       SELECT 'account-' || n % $1::int, 'bench', 'post-' || n, $2, $2, $2 FROM generate_series(1, $3::int) AS n`,
      [accounts, new Date(nowMs), posts],
    )
    // One sample of every post at a time: a statement ends within the runtime's own limit.
    for (let k = 1; k <= 20; k += 1) {
      await client.query(
        `INSERT INTO metric_sample (post_no, captured_at, impressions, engagements)
         SELECT no, $1::timestamptz, 1000 + $2::int * 50, $2::int * (no % 4) FROM post`,
        [new Date(nowMs - (20 - k) * 4 * 60_000), k],
      )
    }
    await client.query(
      `INSERT INTO post_watch (post_no, account_id, platform, next_fetch_at, watched_until)
       SELECT no, account_id, platform, $1, $1 FROM post`,
      [new Date(nowMs)],
    )
    await client.query('ANALYZE')
  } finally {
    client.release()
  }
}
