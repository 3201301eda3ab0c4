import { LRUCache } from 'lru-cache'
import type { AttemptOutcome } from '../../contracts/views/decision-row.ts'
import type { ReasonCode } from '../../engine/guard/events.ts'
import type { Database } from '../../store/database.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { type AttemptRow, readAttempts } from '../../store/queries/read-attempts.ts'
import { type Attempt, outcomeOf } from './series/attempt.ts'

/** An attempt, and what enforce would have done with one that shadow mode admitted. */
export interface RecentAttempt extends Attempt {
  /** What it would have answered; null outside shadow mode. */
  readonly shadowOutcome: AttemptOutcome | null
  /** Whether it would have locked out with it. */
  readonly isShadowLockout: boolean
}

/** The attempts of an account that are remembered. */
export interface RecentAttemptList {
  /** Oldest first. */
  readonly attempts: readonly RecentAttempt[]
  /** The list holds every attempt since this time. */
  readonly completeFromMs: number
}

/** An hour on the chart and the longest preset window before it. */
const keptMs = 75 * 60_000
/** Per account; beyond it the oldest are forgotten, and `completeFromMs` says so. */
const keptAttempts = 10_000
const keptAccounts = 500

/**
 * The attempts of the last 75 minutes of each account, kept in this process: a page that is watched live reads only
 * what is new in the log.
 */
export class RecentAttempts {
  readonly #pool: Database['reads']
  readonly #lists = new LRUCache<string, RecentAttemptList>({ max: keptAccounts })

  constructor(pool: Database['reads']) {
    this.#pool = pool
  }

  /** The lists of some accounts as they stand in the log now. */
  async read(accountIds: readonly string[], nowMs: number): Promise<ReadonlyMap<string, RecentAttemptList>> {
    const fromMs = nowMs - keptMs
    const positions = accountIds.map((accountId) => ({
      stream: accountStream(accountId),
      seq: this.#lists.get(accountId)?.attempts.at(-1)?.seq ?? 0,
    }))
    const rows = await readAttempts(this.#pool, positions, fromMs, keptAttempts)
    const byStream = Map.groupBy(rows, ({ stream }) => stream)
    const lists = new Map<string, RecentAttemptList>()
    for (const accountId of accountIds) {
      const list = grown(this.#lists.get(accountId), byStream.get(accountStream(accountId)) ?? [], fromMs)
      this.#lists.set(accountId, list)
      lists.set(accountId, list)
    }
    return lists
  }
}

function grown(
  known: RecentAttemptList | undefined,
  rows: readonly AttemptRow[],
  fromMs: number,
): RecentAttemptList {
  const old = known?.attempts ?? []
  // Another reading may have brought the same events meanwhile.
  const lastSeq = old.at(-1)?.seq ?? 0
  const fresh = rows.filter(({ seq }) => seq > lastSeq).map(attemptOf)
  const isCut = rows.length === keptAttempts
  const all = isCut ? fresh : [...old, ...fresh]
  const kept = all.filter(({ atMs }) => atMs >= fromMs).slice(-keptAttempts)
  const isFull = kept.length === keptAttempts
  const completeFromMs = Math.max(
    fromMs,
    isFull ? (kept[0]?.atMs ?? fromMs) + 1 : isCut ? fromMs : (known?.completeFromMs ?? fromMs),
  )
  return { attempts: kept, completeFromMs }
}

const locksOut = new Set<string>(['velocity_tier_3', 'probation_breached'] satisfies ReasonCode[])

/** Reads an attempt from a row of the log. */
export function attemptOf(row: AttemptRow): RecentAttempt {
  return {
    seq: row.seq,
    atMs: row.atMs,
    agentId: row.agentId,
    outcome: outcomeOf(row.verdict, row.reasonCode),
    counted: row.counted,
    shadowOutcome: row.shadowVerdict === null ? null : outcomeOf(row.shadowVerdict, row.shadowReasonCode),
    isShadowLockout: locksOut.has(row.shadowReasonCode ?? ''),
  }
}
