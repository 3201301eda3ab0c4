import { episodeAt } from '#lib/engine/recovery/episode.ts'
import { evaluatePost } from '#lib/engine/recovery/evaluate-post.ts'
import { initiatedAtMs } from '#lib/engine/recovery/initiated-at.ts'
import { isSettled } from '#lib/engine/recovery/legal-steps.ts'
import { recoveryStop } from '#lib/engine/recovery/recovery-stop.ts'
import { isDispatched, type RecoveryAction } from '#lib/engine/recovery/recovery-action.ts'
import { minute, sha256Hex } from '#tests/support/recovery-samples.ts'
import { seededRandom } from '#tests/support/seeded-random.ts'
import { HostilePlatform } from './hostile-platform.ts'
import { MemoryStore } from './memory-store.ts'
import { SimulatedGate, simulatedPolicy } from './simulated-gate.ts'
import { startPeople } from './simulated-people.ts'
import { SimulatedWorker } from './simulated-worker.ts'
import { VirtualTime } from './virtual-time.ts'

const hour = 60 * minute
const planningEndsMs = 6 * hour
/** Long enough for every retry and look-up: their limits are a day each, and clocks step by hours. */
const worldEndsMs = 120 * hour
const startMs = Date.UTC(2026, 0, 1)

/** What one seed's history came to. */
export interface SimulatedHistory {
  readonly store: MemoryStore
  readonly gate: SimulatedGate
  /** By the world's own clock. */
  readonly endsAtMs: number
  readonly effects: ReadonlyMap<string, number>
  readonly hasClockSteps: boolean
  readonly crashes: number
}

/**
 * One history of the whole of recovery: two or three workers on clocks of their own that crash at any step, accounts
 * with agents and lockouts, people who approve, stop, pause and settle, posts that stagnate, a hostile platform. The
 * same seed gives the same history.
 */
export async function simulate(seed: number): Promise<SimulatedHistory> {
  const random = seededRandom(seed)
  const time = new VirtualTime()
  const gate = new SimulatedGate()
  const store = new MemoryStore(gate)
  const platform = new HostilePlatform(time, random)
  const hasClockSteps = random() < 0.5
  const accounts = ['a', 'b'].map((id) => ({ id, lockoutAtMs: random() < 0.3 ? random() * 8 * hour : null }))
  for (const { id } of accounts) gate.open(id, random() < 0.25)
  const posts = accounts.flatMap(({ id }) =>
    [1, 2, 3].map((n) => ({ accountId: id, postId: `${id}${String(n)}`, rate: random() * 0.05 })),
  )
  const plan = (nowMs: number) => {
    for (const post of posts) reserve(store, gate, post, nowMs)
  }
  const workers = Array.from(
    { length: random() < 0.5 ? 2 : 3 },
    () =>
      new SimulatedWorker({
        time,
        random,
        gate,
        store,
        platform,
        plan,
        startMs,
        planningEndsMs,
        hasClockSteps,
      }),
  )
  for (const worker of workers) void worker.run()
  startPeople({
    time,
    random,
    gate,
    store,
    effects: platform.effects,
    accountIds: accounts.map(({ id }) => id),
    postIds: posts.map(({ postId }) => postId),
    startMs,
    untilMs: planningEndsMs + hour,
  })
  for (const { id, lockoutAtMs } of accounts) {
    void agents(id)
    if (lockoutAtMs !== null) void time.sleep(lockoutAtMs).then(() => gate.lockOut(id, startMs + time.nowMs))
  }
  await time.run(
    worldEndsMs,
    () =>
      time.nowMs > planningEndsMs + hour &&
      [...store.owed.keys()].every((askId) => !gate.isOwed(askId)) &&
      [...store.actions.values()].every(({ life }) => isSettled(life.status)),
  )
  return {
    store,
    gate,
    endsAtMs: startMs + time.nowMs,
    effects: platform.effects,
    hasClockSteps,
    crashes: workers.reduce((sum, w) => sum + w.crashes, 0),
  }

  async function agents(accountId: string): Promise<void> {
    for (let n = 0; time.nowMs < planningEndsMs; n += 1) {
      // In bursts at times, so that tiers are reached.
      await time.sleep(random() * (n % 40 > 25 ? 1.2 : 12) * minute)
      const actionId = `${accountId}-agent-${String(n)}`
      const asked = { actionId, actionType: 'edit', targetId: actionId, origin: 'agent' } as const
      gate.decide(accountId, asked, startMs + time.nowMs)
    }
  }
}

/** Evaluates and reserves in one step, as the service does under the account's lock. */
function reserve(
  store: MemoryStore,
  gate: SimulatedGate,
  { accountId, postId, rate }: { accountId: string; postId: string; rate: number },
  nowMs: number,
): void {
  if (store.pausedPosts.has(postId)) return
  const policy = simulatedPolicy.recovery
  const post = { accountId, platform: 'simulated', postId }
  const history: RecoveryAction[] = [...store.actions.values()]
    .filter((action) => action.accountId === accountId)
    .map((action) => ({
      ...action,
      status: action.life.status,
      isAttempted: action.life.firstAttemptAtMs !== null,
      initiatedAtMs: initiatedAtMs(action.life, nowMs),
    }))
  const own = history.filter((action) => action.postId === postId)
  const samples = [80, 40, 0].map((ago) => ({
    capturedAtMs: nowMs - ago * minute,
    impressions: 10_000 - ago * 10,
    engagements: Math.round((10_000 - ago * 10) * rate),
  }))
  const evaluation = evaluatePost(
    {
      post,
      samples,
      history,
      accountDispatchesAtMs: history.filter(isDispatched).map((a) => a.initiatedAtMs),
      episode: episodeAt(own, [], nowMs, policy),
      account: {
        lockedOut: gate.lockoutOf(accountId) !== null,
        stop: recoveryStop(gate.stopOrders, post, null, nowMs),
      },
      capabilities: null,
      nowMs,
    },
    policy,
    sha256Hex,
  )
  store.reserve(accountId, postId, evaluation, nowMs)
}
