import type { Database, Transaction } from './database.ts'
import type { AppendOutcome } from './event-log/append-batch.ts'

/** Runs work in one transaction that is committed only when the work says `appended`. */
export async function withTransaction(
  database: Database,
  work: (transaction: Transaction) => Promise<AppendOutcome>,
): Promise<AppendOutcome> {
  try {
    return await database.prisma.$transaction(async (transaction) => {
      const outcome = await work(transaction)
      if (outcome.kind !== 'appended') throw new NotAppended(outcome)
      return outcome
    }, transactionLimits)
  } catch (error) {
    if (error instanceof NotAppended) return error.outcome
    throw error
  }
}

/** Waiting for a connection and working on it; both end in "cannot decide", never in an allow. */
const transactionLimits = { maxWait: 5000, timeout: 10_000 }

class NotAppended extends Error {
  readonly outcome: AppendOutcome

  constructor(outcome: AppendOutcome) {
    super(`not appended: ${outcome.kind}`)
    this.outcome = outcome
  }
}

/** Takes the advisory lock of a stream until the transaction ends; other writers that take it wait in turn. */
export async function lockAccount(transaction: Transaction, stream: string): Promise<void> {
  await transaction.$executeRawUnsafe('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', stream)
}

/**
 * Runs a person's change of the organisation (members, keys, stop orders, executors) in one transaction. It may take
 * half a minute: agents that run wild on every core must not keep the order that stops them from being given.
 */
export function inOrganisation<Value>(
  database: Pick<Database, 'prisma'>,
  work: (transaction: Transaction) => Promise<Value>,
): Promise<Value> {
  return database.prisma.$transaction(work, { maxWait: 10_000, timeout: 30_000 })
}
