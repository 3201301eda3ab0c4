import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { PrismaClient, type Prisma } from './prisma/generated/client.ts'

/** A Prisma transaction that a store function joins. */
export type Transaction = Prisma.TransactionClient

/** The connections of one process. */
export interface Database {
  /** The event log: a few connections that the hot path keeps busy. */
  readonly log: Pool
  /** Reads of the log that must not wait behind appends. */
  readonly reads: Pool
  /** Read models, and appends that change them. */
  readonly prisma: PrismaClient
  /** Ends all connections. */
  readonly close: () => Promise<void>
}

export interface DatabaseOptions {
  /** Connections that append; one batch is in flight on each. */
  readonly appendConnections?: number
  /** A statement that takes longer is given up by the server, and by this process a second later. */
  readonly statementTimeoutMs?: number
  /** Told of connections that break while idle; the pool replaces them. */
  readonly onError?: (error: Error) => void
}

/** Opens the pools lazily: nothing connects before the first query. */
export function openDatabase(databaseUrl: string, options: DatabaseOptions = {}): Database {
  const { appendConnections = 2, statementTimeoutMs = 10_000, onError = ignore } = options
  const shared = {
    connectionString: databaseUrl,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 1000,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    application_name: 'interlock',
  }
  const log = new Pool({ ...shared, max: appendConnections, idleTimeoutMillis: 0 })
  const reads = new Pool({ ...shared, max: 4 })
  log.on('error', onError)
  reads.on('error', onError)
  const prisma = new PrismaClient({ adapter: new PrismaPg({ ...shared, max: 4 }, { onPoolError: onError }) })
  return {
    log,
    reads,
    prisma,
    close: async () => {
      await Promise.all([log.end(), reads.end(), prisma.$disconnect()])
    },
  }
}

function ignore(): void {
  // The pool has already dropped the connection; whoever needs one next sees the failure.
}
