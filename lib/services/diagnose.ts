import { durationText } from '../engine/guard/brief-text.ts'
import { formatNoun } from '../shared/format-count.ts'
import { minuteMs } from '../engine/policy/needed-count.ts'
import { AppError } from '../shared/app-error.ts'
import { inspectDatabase } from '../store/inspect-database.ts'
import { pendingMigrations } from '../store/migrate.ts'
import { findStale } from '../store/roll-up-velocity.ts'
import { countDeliveries } from './executors/count-deliveries.ts'
import type { Runtime } from './runtime.ts'

/** One thing that was looked at: how it is, and what to do when it is not well. */
export interface Finding {
  readonly what: string
  readonly status: string
  /** Null when all is well. */
  readonly mend: string | null
}

/** Decisions of several machines are ordered by the log, but people read their clocks. */
const toleratedSkewMs = 1000

/**
 * Looks at the database, its migrations, the guards of the log, the clocks and the background work, without changing
 * anything.
 * @throws AppError `unavailable` when the database does not answer.
 */
export async function diagnose(runtime: Pick<Runtime, 'database' | 'clock'>): Promise<readonly Finding[]> {
  const pending = await pendingOf(runtime)
  if (pending.length > 0) {
    const mend = 'Start the server, or run `interlock accounts list`: either applies them.'
    return [
      well('database', 'answers'),
      { what: 'migrations', status: `pending: ${pending.join(', ')}`, mend },
    ]
  }
  const askedMs = runtime.clock()
  const facts = await inspectDatabase(runtime.database.reads)
  const answeredMs = runtime.clock()
  return [
    well('database', `PostgreSQL ${facts.version} answers in ${answeredMs - askedMs} ms`),
    well('migrations', 'all applied'),
    logFinding(facts.logGuards),
    clockFinding(facts.clockMs, askedMs, answeredMs),
    newestFinding(facts.newestEventAtMs, answeredMs),
    await workerFinding(runtime, facts.lastingConnections > 0),
    await deliveryFinding(runtime),
  ]
}

async function pendingOf({ database }: Pick<Runtime, 'database'>): Promise<readonly string[]> {
  try {
    return await pendingMigrations(database.reads)
  } catch (error) {
    if (error instanceof AppError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('unavailable', `The database does not answer: ${reason}`, { cause: error })
  }
}

function well(what: string, status: string): Finding {
  return { what, status, mend: null }
}

function logFinding(guards: number): Finding {
  if (guards > 0) return well('event log', 'append-only, held by the database')
  const mend = 'Enable the triggers of table event again, and run `interlock verify` on an export.'
  return { what: 'event log', status: 'its guard against changes is switched off', mend }
}

/** The database may have been asked and have answered at any moment between the two readings. */
function clockFinding(databaseMs: number, askedMs: number, answeredMs: number): Finding {
  const aheadMs = databaseMs > answeredMs ? databaseMs - answeredMs : Math.min(0, databaseMs - askedMs)
  if (Math.abs(aheadMs) <= toleratedSkewMs) return well('clock', 'agrees with the database')
  const status = `the database is ${seconds(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead' : 'behind'}`
  return { what: 'clock', status, mend: 'Let both machines take their time from a time server.' }
}

function newestFinding(newestMs: number | null, nowMs: number): Finding {
  if (newestMs === null || newestMs <= nowMs + toleratedSkewMs) {
    return well('decisions', newestMs === null ? 'none yet' : 'none is later than now')
  }
  const status = `one is ${seconds(newestMs - nowMs)} later than now`
  const mend = 'A clock ran ahead. Its account is decided at that time until ours has caught up.'
  return { what: 'decisions', status, mend }
}

async function workerFinding({ database }: Pick<Runtime, 'database'>, isServed: boolean): Promise<Finding> {
  let waiting = 0
  for (let afterId: string | null = ''; afterId !== null;) {
    const page: Awaited<ReturnType<typeof findStale>> = await findStale(database, afterId)
    waiting += page.streams.length
    afterId = page.nextId
  }
  if (waiting === 0) return well('worker', 'nothing waits')
  const status = `${waiting} ${waiting === 1 ? 'account waits' : 'accounts wait'} for the charts' roll-up`
  if (!isServed) return well('worker', `${status}; no server is running`)
  const mend = 'Right after a burst this is normal; else start a process with INTERLOCK_ROLE all or worker.'
  return { what: 'worker', status, mend }
}

/** A delivery that takes longer has been refused several times, or no worker runs. */
const patienceMs = 5 * minuteMs

async function deliveryFinding(runtime: Pick<Runtime, 'database' | 'clock'>): Promise<Finding> {
  const { pending, oldestPendingAtMs, unrouted } = await countDeliveries(runtime)
  const waitedMs = oldestPendingAtMs === null ? 0 : Math.max(0, runtime.clock() - oldestPendingAtMs)
  const parts = [
    pending > 0
      ? `${formatNoun(pending, 'delivery', 'deliveries')} pending for up to ${durationText(waitedMs)}`
      : '',
    unrouted > 0 ? `${formatNoun(unrouted, 'escalation')} of the last 24 h reached nobody` : '',
  ].filter((part) => part !== '')
  if (parts.length === 0) return well('executors', 'every escalation of the last 24 h has reached its own')
  const status = parts.join('; ')
  if (unrouted === 0 && waitedMs < patienceMs) return well('executors', status)
  const mend = 'See them under Settings, Deliveries: point the executor elsewhere, or send them again.'
  return { what: 'executors', status, mend }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
