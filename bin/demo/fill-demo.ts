import { createKey } from '#lib/services/keys/create-key.ts'
import { createHistoryRuntime } from './history-runtime.ts'
import { createLiveAccounts, type LiveAccount } from './live-accounts.ts'
import { createPeople, type DemoPerson } from './people.ts'
import { replayTrace } from './replay-trace.ts'
import { readTraces } from './traces.ts'

/** What a filled demo holds. */
export interface FilledDemo {
  readonly people: readonly DemoPerson[]
  readonly accounts: readonly LiveAccount[]
  readonly visitorKey: string
  readonly recorded: { readonly actions: number; readonly accounts: number }
}

const dayMs = 24 * 60 * 60_000

/** Fills an empty database through the program's own services: people, recorded histories, live accounts, keys. */
export async function fillDemo(databaseUrl: string, nowMs: number): Promise<FilledDemo> {
  const history = createHistoryRuntime(databaseUrl)
  try {
    const traces = readTraces(nowMs)
    history.moveTo(Math.min(...traces.map(({ actions }) => actions[0]?.occurredAt ?? nowMs)) - dayMs)
    const people = await createPeople(history.runtime)
    const reviewers = people.filter(({ role }) => role === 'reviewer')
    let actions = 0
    for (const trace of traces) actions += await replayTrace(history, trace, reviewers)
    const accounts = await createLiveAccounts(history, nowMs)
    const visitor = { agentId: 'visitor', accountIds: null, expiresAtMs: null }
    const { token } = await createKey(history.runtime, visitor)
    return { people, accounts, visitorKey: token, recorded: { actions, accounts: traces.length } }
  } finally {
    await history.close()
  }
}
