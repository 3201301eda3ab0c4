import type { GuardEvent } from '../../engine/guard/events.ts'
import { evolve } from '../../engine/guard/evolve.ts'
import { initialState } from '../../engine/guard/initial-state.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import type { Policy } from '../../engine/policy/policy.ts'
import { firstPreviousHash } from '../../store/event-log/event-hash.ts'
import type { StreamTail } from '../../store/event-log/load-streams.ts'

/** What is known of the end of an account's stream: the folded state and the hash that the next event chains to. */
export interface AccountTip {
  readonly state: GuardState
  readonly hash: Uint8Array
}

/** Version of the fold; raise it whenever `evolve` or the state changes, so that older snapshots are not read. */
export const engineVersion = '4'

/** The tip of a stream of which nothing is known yet. */
export function unknownTip(accountId: string): AccountTip {
  return { state: initialState(accountId), hash: firstPreviousHash }
}

/** Folds what was loaded onto what was known. Throws when the log has a gap: then it is damaged. */
export function foldTail(tip: AccountTip, tail: StreamTail): AccountTip {
  let { state, hash } = tail.snapshot ? tipOfSnapshot(tail.snapshot) : tip
  for (const { seq, type, atMs, body, hash: ownHash } of tail.events) {
    if (seq !== state.seq + 1) {
      throw new Error(`the log of account ${state.accountId} has no event ${state.seq + 1}`)
    }
    const event = { type, data: JSON.parse(body) as unknown } as GuardEvent
    state = evolve(state, { seq, atMs, event })
    if (type === 'policy_assigned') state = withSharedPolicy(state)
    hash = ownHash
  }
  return { state, hash }
}

function tipOfSnapshot(snapshot: NonNullable<StreamTail['snapshot']>): AccountTip {
  const state = withSharedPolicy(JSON.parse(snapshot.state) as GuardState)
  return { state, hash: snapshot.hash }
}

// Thousands of accounts share a few policies: one object for each document keeps them small, and compiled once.
const policies = new Map<string, Policy>()
/** Enough for every policy in force; when more are seen, sharing starts over. */
const sharedPolicies = 256

function withSharedPolicy(state: GuardState): GuardState {
  const { policy, policyVersion } = state
  if (policy === null || policyVersion === null) return state
  // The document is part of the key: two accounts may call different policies by one version.
  const key = `${policyVersion} ${JSON.stringify(policy)}`
  const shared = policies.get(key)
  if (shared) return { ...state, policy: shared }
  if (policies.size >= sharedPolicies) policies.clear()
  policies.set(key, policy)
  return state
}
