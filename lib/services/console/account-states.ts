import { LRUCache } from 'lru-cache'
import type { Database } from '../../store/database.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { loadStreams, pooledQuery } from '../../store/event-log/load-streams.ts'
import { type AccountTip, engineVersion, foldTail, unknownTip } from '../account-log/account-tip.ts'

/** Some 20 kB each. */
const keptAccounts = 1000

/** The guard of accounts as the log has it now; what was folded before is kept, so that only news is read. */
export class AccountStates {
  readonly #pool: Database['reads']
  readonly #tips = new LRUCache<string, AccountTip>({ max: keptAccounts })

  constructor(pool: Database['reads']) {
    this.#pool = pool
  }

  /** The states of those accounts that exist, in two queries for any number. */
  async read(accountIds: readonly string[]): Promise<ReadonlyMap<string, GuardState>> {
    const known = new Map(accountIds.map((id) => [id, this.#tips.get(id) ?? unknownTip(id)]))
    const positions = [...known].map(([id, tip]) => ({ stream: accountStream(id), seq: tip.state.seq }))
    const tails = await loadStreams(pooledQuery(this.#pool), positions, engineVersion)
    const states = new Map<string, GuardState>()
    for (const [id, tip] of known) {
      const tail = tails.get(accountStream(id))
      const next = tail ? foldTail(tip, tail) : tip
      if (next.state.seq === 0) continue
      this.#tips.set(id, next)
      states.set(id, next.state)
    }
    return states
  }
}
