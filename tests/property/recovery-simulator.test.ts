import { describe, expect, it } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { isSettled } from '#lib/engine/recovery/legal-steps.ts'
import { hour, minute } from '#tests/support/recovery-samples.ts'
import { simulate, type SimulatedHistory } from '#tests/support/recovery-simulator/simulate.ts'

/** One seed again: `SIMULATION_SEED=17 npm run simulate`. More of them: `SIMULATION_SEEDS=20000 npm run simulate`. */
const only = process.env['SIMULATION_SEED']
const count = Number(process.env['SIMULATION_SEEDS'] ?? 1000)
const seeds = only === undefined ? Array.from({ length: count }, (_, n) => n + 1) : [Number(only)]

describe('recovery under a hostile platform, crashing workers and stepping clocks', () => {
  it(`has no effect twice and leaves nothing hanging, in ${String(seeds.length)} histories`, async () => {
    const seen = {
      actions: 0,
      effects: 0,
      crashes: 0,
      claims: 0,
      late: 0,
      statuses: {} as Record<string, number>,
    }
    for (const seed of seeds) {
      const history = await simulate(seed)
      const faults = faultsOf(history)
      expect(faults, `seed ${String(seed)}: SIMULATION_SEED=${String(seed)} npm run simulate`).toStrictEqual(
        [],
      )
      seen.crashes += history.crashes
      seen.effects += history.effects.size
      seen.claims += history.store.dispatches.length
      seen.late += history.gate.late.size
      for (const { life } of history.store.actions.values()) {
        seen.actions += 1
        seen.statuses[life.status] = (seen.statuses[life.status] ?? 0) + 1
      }
    }
    process.stdout.write(`${JSON.stringify(seen)}\n`)
    if (only === undefined) {
      // Histories in which nothing happens would prove nothing.
      expect(seen.effects).toBeGreaterThan(seeds.length)
      expect(seen.crashes).toBeGreaterThan(seeds.length)
      expect(Object.keys(seen.statuses).sort()).toStrictEqual([
        'cancelled',
        'exhausted',
        'failed',
        'needs_human',
        'succeeded',
      ])
    }
  }, 1_000_000)
})

function faultsOf(history: SimulatedHistory): string[] {
  const { store, effects, hasClockSteps } = history
  const faults = grantFaults(history)
  for (const [key, times] of effects)
    if (times > 1) faults.push(`${key} had its effect ${String(times)} times`)
  for (const { actionId, life, idempotencyKey } of store.actions.values()) {
    if (!isSettled(life.status)) faults.push(`${actionId} is still ${life.status}`)
    if (life.status === 'succeeded' && !effects.has(idempotencyKey))
      faults.push(`${actionId} succeeded without effect`)
    if (['failed', 'exhausted', 'cancelled'].includes(life.status) && effects.has(idempotencyKey)) {
      const others = [...store.actions.values()].filter((other) => other.idempotencyKey === idempotencyKey)
      if (others.length === 1) faults.push(`${actionId} is ${life.status} and has its effect`)
    }
  }
  // Recorded times bear these only where the clocks agree.
  return hasClockSteps ? faults : [...faults, ...spacingFaults(store)]
}

/** Every attempt under a claim of its own; every claim answered for once it is known what became of it. */
function grantFaults({ store, gate, effects, endsAtMs }: SimulatedHistory): string[] {
  const faults: string[] = []
  const begun = new Map<string, string>()
  for (const { action, askId } of store.dispatches) {
    if (begun.has(askId)) faults.push(`${askId} was granted once and begun twice`)
    begun.set(askId, action.actionId)
    const types = gate.historyOf(askId).map(({ event }) => event.type)
    if (!types.includes('action_claimed')) faults.push(`${askId} began without its claim`)
  }
  const unanswered = new Map<string, number>()
  for (const askId of gate.asks.keys()) {
    const history = gate.historyOf(askId)
    const settled = history.map(({ event }) => event).find(({ type }) => type === 'action_settled')
    const actionId = askId.split('.')[0] ?? ''
    const action = store.actions.get(actionId)
    if (gate.isOwed(askId)) {
      const isOpen = action?.life.status === 'needs_human' && action.life.askId === askId
      if (!isOpen) faults.push(`${askId} was claimed and nobody said what became of it`)
    }
    if (settled?.type === 'action_settled' && settled.data.status === 'succeeded') {
      if (!effects.has(action?.idempotencyKey ?? '')) faults.push(`${askId} is told as done, without effect`)
      if (!begun.has(askId)) faults.push(`${askId} is told as done and never began`)
    }
    const state = gate.stateOf(askId, endsAtMs)
    const isUnanswered = state.status === 'held' || (state.status === 'expired' && state.from === 'held')
    if (isUnanswered || state.status === 'rejected') {
      unanswered.set(actionId, (unanswered.get(actionId) ?? 0) + 1)
    }
  }
  for (const [actionId, times] of unanswered)
    if (times > 1)
      faults.push(`${actionId} was put before people ${String(times)} times without their consent`)
  return faults
}

function spacingFaults({ dispatches }: SimulatedHistory['store']): string[] {
  const policy = presets.standard.recovery
  const faults: string[] = []
  const firsts = dispatches.filter(({ first }) => first)
  for (const { action, atMs } of firsts) {
    const before = (since: number) => firsts.filter((d) => d.atMs >= since && d.atMs <= atMs)
    const cooldownMs = policy.cooldownMinutes[action.actionType] * minute
    const cooling = before(atMs - cooldownMs + 1).filter(
      (d) => d.action.postId === action.postId && d.action.actionType === action.actionType,
    )
    if (cooling.length > 1) faults.push(`${action.actionId} inside the cooldown of its type`)
    const windowed = before(atMs - policy.windowMinutes * minute).filter(
      (d) => d.action.postId === action.postId,
    )
    if (windowed.length > policy.maxActionsPerWindow) faults.push(`${action.actionId} over the frequency`)
    const budget = before(atMs - hour).filter((d) => d.action.accountId === action.accountId)
    if (budget.length > (policy.accountActionsPerHour ?? Infinity))
      faults.push(`${action.actionId} over the budget`)
  }
  return faults
}
