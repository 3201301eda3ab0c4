import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { createGate } from '#lib/gate/create-gate.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { openRuntime } from './gate-runtime.ts'
import { queryDatabase } from './recorded-stream.ts'

/** One request of the gate; a POST of an action unless told otherwise. */
export interface GateCall {
  readonly method?: string
  readonly path?: string
  /** The key; null for none. */
  readonly token: string | null
  readonly body?: unknown
  /** Sent as it is, instead of `body`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}

/** The gate of this process behind a port, on a database of its own. */
export interface ServedGate {
  readonly database: TestDatabase
  readonly runtime: Runtime
  readonly base: string
  /** Milliseconds that the gate takes for now; the test moves them. */
  nowMs: number
  call(asked: GateCall): Promise<{ status: number; headers: Headers; json: unknown }>
  /** Events of all accounts. */
  countEvents(): Promise<number>
  /** Closes all of it; fails when something failed that nobody asked about. */
  close(): Promise<void>
}

/** Serves the gate on a free port of the loopback; requests that are not its own are answered 418. */
export async function serveGate(): Promise<ServedGate> {
  const database = await createTestDatabase()
  const runtime = openRuntime(database.url, { clock: () => served.nowMs })
  const gate = createGate(runtime)
  const server = createServer((request, response) => {
    if (!gate(request, response)) response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const served: ServedGate = {
    database,
    runtime,
    base,
    nowMs: Date.now(),
    call: (asked) => call(base, asked),
    countEvents: async () => {
      const [row] = await queryDatabase<{ n: number }>(
        database.url,
        `SELECT count(*)::int AS n FROM event WHERE stream LIKE 'account:%'`,
      )
      return row?.n ?? -1
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await runtime.close()
      // What breaks when the database is taken away is the test's own doing.
      const failures = [...runtime.failures]
      await database.drop()
      expect(failures).toEqual([])
    },
  }
  return served
}

async function call(base: string, { method = 'POST', path = '/api/v1/actions', token, ...rest }: GateCall) {
  const body = rest.raw ?? (rest.body === undefined ? undefined : JSON.stringify(rest.body))
  const response = await fetch(base + path, {
    method,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...rest.headers,
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    json: text ? (JSON.parse(text) as unknown) : null,
  }
}
