import { presets } from '#lib/engine/policy/presets.ts'
import { createAccount } from '#lib/services/accounts/create-account.ts'
import { decideAction } from '#lib/services/decide-action.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import { editKind } from './agents/edit-kind.ts'
import type { HistoryRuntime } from './history-runtime.ts'

/** How an agent of the demo behaves. */
export type Behaviour = 'steady' | 'heeding' | 'runaway'

/** An account with the agent that acts on it live. */
export interface LiveAccount {
  readonly accountId: string
  readonly name: string
  readonly agentId: string
  readonly behaviour: Behaviour
  /** The agent's key. */
  readonly key: string
}

const secondMs = 1000
const minuteMs = 60 * secondMs

const accounts = [
  {
    accountId: 'harbour-coffee',
    name: 'Harbour Coffee',
    agentId: 'caption-bot',
    behaviour: 'steady',
    // One edit in 100 s, as it goes on to do.
    agoMs: every(100 * secondMs, 60 * minuteMs, 30 * secondMs),
  },
  {
    accountId: 'alpine-outdoor',
    name: 'Alpine Outdoor',
    agentId: 'campaign-bot',
    behaviour: 'heeding',
    // Just below tier 1, so that its first quicker edits reach it.
    agoMs: every(85 * secondMs, 60 * minuteMs, 20 * secondMs),
  },
  {
    accountId: 'nordlicht-radio',
    name: 'Nordlicht Radio',
    agentId: 'engagement-bot',
    behaviour: 'runaway',
    // Five edits that count to tiers 1 and 2 and no longer to tier 3: the lines are crossed one after another.
    agoMs: [
      ...every(9 * minuteMs, 60 * minuteMs, 12 * minuteMs),
      480_000,
      450_000,
      420_000,
      390_000,
      360_000,
    ],
  },
] as const satisfies readonly (Omit<LiveAccount, 'key'> & { readonly agoMs: readonly number[] })[]

/** Opens the live accounts, with an hour of calm before the agents begin, and gives each agent its key. */
export async function createLiveAccounts(
  { runtime, moveTo }: HistoryRuntime,
  nowMs: number,
): Promise<readonly LiveAccount[]> {
  const live: LiveAccount[] = []
  for (const { accountId, name, agentId, behaviour, agoMs } of accounts) {
    moveTo(nowMs - 61 * minuteMs)
    await createAccount(runtime, { accountId, name, policy: presets.standard })
    for (const [index, ago] of agoMs.entries()) {
      moveTo(nowMs - ago)
      const asked = {
        accountId,
        agentId,
        actionId: `earlier-${index + 1}`,
        type: editKind(index),
        target: { id: `post-${index + 1}` },
        parameters: {},
        origin: 'agent',
      } as const
      await decideAction(runtime, asked, { authorityEpoch: null, recordedAtMs: nowMs - ago })
    }
    moveTo(nowMs)
    const { token } = await createKey(runtime, { agentId, accountIds: [accountId], expiresAtMs: null })
    live.push({ accountId, name, agentId, behaviour, key: token })
  }
  return live
}

/** Distances into the past, farthest first: one in each interval from `fromMs` ago to `toMs` ago. */
function every(intervalMs: number, fromMs: number, toMs: number): readonly number[] {
  const count = Math.floor((fromMs - toMs) / intervalMs) + 1
  return Array.from({ length: count }, (_, index) => toMs + (count - 1 - index) * intervalMs)
}
