import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

/** Calls that each process has under way at once in each account. */
export const callersOfAccount = 2
/** What a deciding process is told. */
export interface DecidingOrder {
  readonly databaseUrl: string
  readonly name: string
  readonly accountIds: readonly string[]
}

/** One call of the gate, with the monotonic times of its beginning and end in ns, shared by all processes. */
export interface DecidedCall {
  readonly name: string
  readonly accountId: string
  readonly begunAt: string
  readonly endedAt: string
  readonly verdict: string
  readonly reason: string | null
}

/** Processes that decide edits of some accounts as fast as they can. */
export interface DecidingProcesses {
  /** Resolves when each process has begun and ended calls in each account since this was called. */
  readonly goOn: () => Promise<void>
  /** Ends them and tells all that they decided. */
  readonly stop: () => Promise<readonly DecidedCall[]>
}

/** Starts so many processes over one database. */
export function startDecidingProcesses(
  count: number,
  { databaseUrl, accountIds }: Omit<DecidingOrder, 'name'>,
): DecidingProcesses {
  const calls: DecidedCall[] = []
  let onCall = (_: DecidedCall): void => undefined
  const names = Array.from({ length: count }, (_, index) => `process-${String(index + 1)}`)
  const children = names.map((name) => start({ databaseUrl, accountIds, name }))
  for (const child of children) {
    child.on('message', (message) => {
      const call = message as DecidedCall
      calls.push(call)
      onCall(call)
    })
  }
  return {
    goOn: () => {
      // By the calls' own times: what is heard of now may have begun long ago.
      const since = process.hrtime.bigint()
      const heardOf = new Set<string>()
      return new Promise((resolve) => {
        onCall = ({ name, accountId, begunAt }) => {
          if (BigInt(begunAt) <= since) return
          heardOf.add(`${name} ${accountId}`)
          if (heardOf.size === count * accountIds.length) resolve()
        }
      })
    },
    stop: async () => {
      const ends = children.map((child) => once(child, 'close'))
      for (const child of children) child.send('stop')
      await Promise.all(ends)
      return calls
    },
  }
}

function start(order: DecidingOrder): ChildProcess {
  return fork(path.join(import.meta.dirname, 'deciding-process.ts'), [JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
  })
}
