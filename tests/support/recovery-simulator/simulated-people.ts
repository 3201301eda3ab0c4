import type { StopOrder } from '#lib/engine/guard/commands.ts'
import { minute } from '#tests/support/recovery-samples.ts'
import type { MemoryStore } from './memory-store.ts'
import type { SimulatedGate } from './simulated-gate.ts'
import type { VirtualTime } from './virtual-time.ts'

interface PeoplesWorld {
  readonly time: VirtualTime
  readonly random: () => number
  readonly gate: SimulatedGate
  readonly store: MemoryStore
  readonly effects: ReadonlyMap<string, number>
  readonly accountIds: readonly string[]
  readonly postIds: readonly string[]
  readonly startMs: number
  readonly untilMs: number
}

/** Reviewers and a lead at work until `untilMs`: approvals, stop orders, pauses, calling off, settling. */
export function startPeople(world: PeoplesWorld): void {
  void every(world, 40 * minute, (nowMs) => answerApprovals(world, nowMs))
  void every(world, 120 * minute, (nowMs) => stopOrGo(world, nowMs))
  void every(world, 60 * minute, (nowMs) => pauseOrResume(world, nowMs))
  void every(world, 90 * minute, (nowMs) => callOff(world, nowMs))
  void every(world, 120 * minute, (nowMs) => settle(world, nowMs))
}

async function every(
  { time, random, startMs, untilMs }: PeoplesWorld,
  ms: number,
  act: (nowMs: number) => void,
) {
  while (time.nowMs < untilMs) {
    await time.sleep(random() * 2 * ms)
    act(startMs + time.nowMs)
  }
}

function answerApprovals({ gate, random }: PeoplesWorld, nowMs: number): void {
  gate.answerHeld(() => {
    const mood = random()
    return mood < 0.5 ? true : mood < 0.7 ? false : null
  }, nowMs)
}

function stopOrGo({ gate, random, accountIds }: PeoplesWorld, nowMs: number): void {
  if (gate.stopOrders.length > 0) {
    gate.stopOrders = []
    return
  }
  if (random() < 0.5) return
  const scopes: readonly StopOrder['scope'][] = [
    { kind: 'everything' },
    { kind: 'account', accountId: accountIds[0] ?? '' },
    { kind: 'platform', platform: 'simulated' },
    { kind: 'action_type', actionType: 'comment' },
    { kind: 'agent', agentId: 'autonomous_recovery_executor' },
  ]
  const scope = scopes[Math.floor(random() * scopes.length)]
  const expiresAtMs = random() < 0.5 ? nowMs + random() * 60 * minute : null
  const by = { id: 'lead', name: 'Lead' }
  if (scope) gate.stopOrders = [{ stopOrderId: 'stop', scope, reason: 'A look', by, expiresAtMs }]
}

function pauseOrResume({ store, random, postIds }: PeoplesWorld, nowMs: number): void {
  const postId = postIds[Math.floor(random() * postIds.length)] ?? ''
  if (!store.pausedPosts.delete(postId)) store.pause(postId, nowMs)
}

function callOff({ store, random }: PeoplesWorld, nowMs: number): void {
  for (const { actionId } of store.actions.values()) {
    if (random() < 0.2) store.act(actionId, { type: 'cancel' }, nowMs)
  }
}

/** They look at the platform, ten minutes after the attempt at the earliest, and say what they see. */
function settle({ store, random, effects }: PeoplesWorld, nowMs: number): void {
  const lately = new Set(
    store.dispatches.filter(({ atMs }) => atMs > nowMs - 10 * minute).map(({ action }) => action.actionId),
  )
  for (const { actionId, life, idempotencyKey } of store.actions.values()) {
    if (life.status !== 'needs_human' || lately.has(actionId) || random() < 0.5) continue
    store.act(actionId, { type: 'settle', happened: effects.has(idempotencyKey), reference: null }, nowMs)
  }
}
