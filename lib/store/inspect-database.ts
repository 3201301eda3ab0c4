import type { Pool } from 'pg'

/** What a database says of itself. */
export interface DatabaseFacts {
  readonly version: string
  /** Its clock, in ms. */
  readonly clockMs: number
  /** Time of the newest event, in ms; null when there is none. */
  readonly newestEventAtMs: number | null
  /** Triggers that refuse to change or remove events, and are enabled. */
  readonly logGuards: number
  /** Connections of other processes of ours that have been there for more than a moment: a server, say. */
  readonly lastingConnections: number
}

/** Asks a migrated database what doctor wants to know. */
export async function inspectDatabase(pool: Pool): Promise<DatabaseFacts> {
  const { rows } = await pool.query<FactsRow>(selectFacts)
  const row = rows[0]
  if (!row) throw new Error('a row without a table to read is always there')
  return {
    version: row.version,
    clockMs: row.clock.getTime(),
    newestEventAtMs: row.newest?.getTime() ?? null,
    logGuards: row.guards,
    lastingConnections: row.lasting,
  }
}

interface FactsRow {
  readonly version: string
  readonly clock: Date
  readonly newest: Date | null
  readonly guards: number
  readonly lasting: number
}

const selectFacts = `
SELECT current_setting('server_version') AS version,
       clock_timestamp() AS clock,
       (SELECT max(last_decided_at) FROM account) AS newest,
       (SELECT count(*)::int FROM pg_trigger
         WHERE tgrelid = 'event'::regclass AND NOT tgisinternal AND tgenabled <> 'D') AS guards,
       (SELECT count(*)::int FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'interlock'
           AND backend_start < clock_timestamp() - interval '5 seconds') AS lasting`
