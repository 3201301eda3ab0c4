import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { edit } from './asked-edit.ts'
import { createRuntime } from '#lib/services/runtime.ts'
import { decideAction } from '#lib/services/decide-action.ts'

/** What one process is to do: ask for `attempts` edits on each account, from so many callers at once. */
export interface Race {
  readonly databaseUrl: string
  readonly name: string
  readonly accountIds: readonly string[]
  readonly attempts: number
  readonly callers: number
}

/** How the gate answered one attempt. */
export interface Raced {
  readonly accountId: string
  readonly actionId: string
  readonly verdict: string
  readonly sequence: number
}

/**
 * Runs a race in a process of its own. `started` resolves once it is connected and waits for `go`.
 */
export function startRacer(race: Race): {
  readonly started: Promise<void>
  readonly go: () => void
  readonly finished: Promise<readonly Raced[]>
} {
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, 'racing-process.ts')], {
    env: { ...process.env, INTERLOCK_RACE: JSON.stringify(race) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const ready = Promise.withResolvers<undefined>()
  const finished = Promise.withResolvers<readonly Raced[]>()
  createInterface(child.stdout).on('line', (line) => {
    if (line === 'ready') ready.resolve(undefined)
    else lines.push(line)
  })
  child.on('close', (code) => {
    if (code === 0) finished.resolve(JSON.parse(lines.join('')) as Raced[])
    else finished.reject(new Error(`the racing process ended with ${String(code)}`))
  })
  return {
    started: ready.promise,
    go: () => child.stdin.end('go\n'),
    finished: finished.promise,
  }
}

async function run({ databaseUrl, name, accountIds, attempts, callers }: Race): Promise<Raced[]> {
  const runtime = createRuntime({ databaseUrl, onFailure: console.error })
  await Promise.all(accountIds.map((accountId) => runtime.accounts.read(accountId)))
  process.stdout.write('ready\n')
  await new Promise((resolve) => process.stdin.once('data', resolve))
  const asks = accountIds.flatMap((accountId) =>
    Array.from({ length: attempts }, (_, index) => edit(accountId, `${name}-${String(index)}`)),
  )
  // Accounts take turns, so that every process is at every account all the time.
  const order = asks.map((asked, index) => ({ asked, turn: index % attempts }))
  const queue = order.sort((one, other) => one.turn - other.turn).map(({ asked }) => asked)
  const raced: Raced[] = []
  const caller = async (): Promise<void> => {
    for (let asked = queue.shift(); asked; asked = queue.shift()) {
      const result = await decideAction(runtime, asked, { authorityEpoch: null, deadlineMs: 60_000 })
      if (result.kind !== 'decided') throw new Error(result.kind)
      const { accountId, actionId, verdict, sequence } = result.decision
      raced.push({ accountId, actionId, verdict, sequence: sequence ?? 0 })
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  await runtime.close()
  return raced
}

const race = process.env.INTERLOCK_RACE
if (race !== undefined && process.argv[1] === import.meta.filename) {
  process.stdout.write(`${JSON.stringify(await run(JSON.parse(race) as Race))}\n`)
}
