import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

/** Calls that each process has under way at once in each account. */
export const callersOfAccount = 2
/** So many more ended calls hold some that began after the waiting did. */
const enoughCalls = callersOfAccount + 2

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
  let onCall = (): void => undefined
  const names = Array.from({ length: count }, (_, index) => `process-${String(index + 1)}`)
  const children = names.map((name) => start({ databaseUrl, accountIds, name }))
  for (const child of children) {
    child.on('message', (call) => {
      calls.push(call as DecidedCall)
      onCall()
    })
  }
  const haveAllMore = (from: number): boolean => {
    const counts = new Map<string, number>()
    for (const { name, accountId } of calls.slice(from)) {
      const key = `${name} ${accountId}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    const isEnough = [...counts.values()].every((each) => each >= enoughCalls)
    return counts.size === count * accountIds.length && isEnough
  }
  return {
    goOn: () => {
      const from = calls.length
      return new Promise((resolve) => {
        onCall = () => {
          if (haveAllMore(from)) resolve()
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
