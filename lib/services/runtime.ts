import { type Database, openDatabase } from '../store/database.ts'
import { readControl } from '../store/control.ts'
import { AccountLog } from './account-log/account-log.ts'
import { createAccountWriter } from './account-log/account-writer.ts'
import { createAnnouncer } from './account-log/announcer.ts'
import { createSnapshotWriter } from './account-log/snapshot-writer.ts'
import { type Control, createControl } from './control.ts'
import { createKeyRing, type KeyRing } from './keys/key-ring.ts'

export interface RuntimeOptions {
  readonly databaseUrl: string
  /** Accounts whose state is kept in memory (INTERLOCK_CACHE_ACCOUNTS). */
  readonly accountCache?: number
  /** How long a decision may take before it is answered with "cannot decide" (INTERLOCK_DECIDE_DEADLINE_MS). */
  readonly decideDeadlineMs?: number
  /** Connections that append, one batch in flight on each. */
  readonly appendConnections?: number
  /** The server's clock in ms; only tests replace it. */
  readonly clock?: () => number
  /** Told of failures whose callers only hear "cannot decide"; for the log. */
  readonly onFailure?: (error: unknown) => void
}

/** Everything that use cases need, composed once for a process; needs no HTTP. */
export interface Runtime {
  readonly database: Database
  readonly accounts: AccountLog
  readonly control: Control
  readonly keys: KeyRing
  readonly clock: () => number
  readonly decideDeadlineMs: number
  /** Finishes what is under way, then ends all connections. */
  readonly close: () => Promise<void>
}

/** Two batches in flight: one is written while the other is decided. More only make the batches smaller. */
const defaultAppendConnections = 2

/** Composes a runtime. Nothing connects before the first use. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { clock = Date.now, onFailure = ignore, decideDeadlineMs = 5000 } = options
  const appendConnections = options.appendConnections ?? defaultAppendConnections
  const database = openDatabase(options.databaseUrl, { appendConnections, onError: onFailure })
  const control = createControl(
    () => readControl(database.reads),
    () => keys.forget(),
  )
  const keys = createKeyRing(database, control)
  const snapshots = createSnapshotWriter(database, onFailure)
  const announcer = createAnnouncer(database, onFailure)
  const accounts = new AccountLog({
    writer: createAccountWriter(database),
    control,
    clock,
    accountCache: options.accountCache ?? 20_000,
    batchesInFlight: appendConnections,
    onFailure,
    onWritten: ({ accountId, tip, rows }) => {
      announcer.changed(accountId)
      snapshots.consider(tip, rows.length)
    },
  })
  return {
    database,
    accounts,
    control,
    keys,
    clock,
    decideDeadlineMs,
    close: async () => {
      await accounts.drain()
      snapshots.stop()
      await announcer.stop()
      await database.close()
    },
  }
}

function ignore(): void {
  // Whoever composes a server hands in its log.
}
