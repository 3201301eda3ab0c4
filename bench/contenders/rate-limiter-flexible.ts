import pg from 'pg'
import { RateLimiterPostgres, RateLimiterUnion } from 'rate-limiter-flexible'
import { runClosedLoop } from '../measure/closed-loop.ts'
import type { Contender } from '../measure/interleave.ts'

/** rate-limiter-flexible on the same PostgreSQL, and what it holds open. */
export interface FlexibleLimiter {
  readonly contender: (load: string, accountOf: (call: number) => string) => Contender
  readonly close: () => Promise<void>
}

/** The windows of the three tiers, in seconds. */
const windowsSeconds = [15 * 60, 10 * 60, 5 * 60]
/** Never reached: a refused call would cost less than an allowed one. */
const unreachedPoints = 1_000_000_000
const callers = 32

/**
 * The same question put to the usual library: three windows consumed together for each action, then the decision
 * written down. Its windows are fixed, not sliding, and nothing ties the count to the record.
 */
export async function openFlexibleLimiter(
  databaseUrl: string,
  bodyOf: (actionId: string) => string,
): Promise<FlexibleLimiter> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: callers })
  await pool.query(
    'CREATE TABLE limited_action (id text PRIMARY KEY, account_id text NOT NULL, at timestamptz(3) NOT NULL, body text NOT NULL)',
  )
  const limiters = await Promise.all(windowsSeconds.map((duration) => createLimiter(pool, duration)))
  const union = new RateLimiterUnion(...limiters)
  let count = 0
  const decide = async (accountId: string) => {
    count += 1
    const id = `limited-${count}`
    await union.consume(accountId)
    await pool.query({
      name: 'insert',
      text: 'INSERT INTO limited_action (id, account_id, at, body) VALUES ($1, $2, $3, $4)',
      values: [id, accountId, new Date(), bodyOf(id)],
    })
  }
  return {
    contender: (load, accountOf) => ({
      name: `rate-limiter-flexible, ${load}`,
      load: `${callers} callers, ${load}`,
      run: (durationMs) => runClosedLoop(callers, durationMs, () => decide(accountOf(count))),
    }),
    close: () => pool.end(),
  }
}

function createLimiter(pool: pg.Pool, duration: number): Promise<RateLimiterPostgres> {
  return new Promise((resolve, reject) => {
    const options = {
      storeClient: pool,
      storeType: 'pool',
      keyPrefix: `window_${duration}`,
      points: unreachedPoints,
      duration,
      clearExpiredByTimeout: false,
    }
    const limiter: RateLimiterPostgres = new RateLimiterPostgres(options, (error?: Error) =>
      error ? reject(error) : resolve(limiter),
    )
  })
}
