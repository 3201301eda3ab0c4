import { createKey } from '#lib/services/keys/create-key.ts'
import { createHistoryRuntime } from './history-runtime.ts'
import { createLiveAccounts, type LiveAccount } from './live-accounts.ts'
import { createPeople, type DemoPerson } from './people.ts'
import { createLiveSet } from './recovery/live-set.ts'
import { replayVideos } from './recovery/recorded-videos.ts'
import { createRecoveryHistory } from './recovery/recovery-history.ts'
import { replayTrace } from './replay-trace.ts'
import { readTraces } from './traces.ts'

/** What a filled demo holds. */
export interface FilledDemo {
  readonly people: readonly DemoPerson[]
  readonly accounts: readonly LiveAccount[]
  readonly visitorKey: string
  readonly recorded: { readonly actions: number; readonly accounts: number }
  readonly posts: { readonly videos: number; readonly live: number }
}

/** What is filled, and with what. */
interface DemoDatabase {
  readonly databaseUrl: string
  /** Seals the credentials of connections. */
  readonly secret: string
  /** Where the recording of the live posts is kept. */
  readonly dataDir: string
}

const dayMs = 24 * 60 * 60_000

/** Fills an empty database through the program's own services: people, recorded
 * histories, posts that recovery watches, live accounts, keys. */
export async function fillDemo(
  { databaseUrl, secret, dataDir }: DemoDatabase,
  nowMs: number,
): Promise<FilledDemo> {
  const history = createHistoryRuntime(databaseUrl)
  try {
    const traces = readTraces(nowMs)
    history.moveTo(Math.min(...traces.map(({ actions }) => actions[0]?.occurredAt ?? nowMs)) - dayMs)
    const people = await createPeople(history.runtime)
    const reviewers = people.filter(({ role }) => role === 'reviewer')
    let actions = 0
    for (const trace of traces) actions += await replayTrace(history, trace, reviewers)
    const recovery = createRecoveryHistory(history, secret)
    const videos = await replayVideos(history, recovery, nowMs)
    const [reviewer] = reviewers
    if (!reviewer) throw new Error('The demo has no reviewer')
    const live = await createLiveSet(history, recovery, { nowMs, dataDir, reviewer })
    const accounts = await createLiveAccounts(history, nowMs)
    const visitor = { agentId: 'visitor', accountIds: null, expiresAtMs: null }
    const { token } = await createKey(history.runtime, visitor)
    return {
      people,
      accounts,
      visitorKey: token,
      recorded: { actions, accounts: traces.length },
      posts: { videos, live },
    }
  } finally {
    await history.close()
  }
}
