import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '#lib/engine/guard/decide.ts'
import { evolve } from '#lib/engine/guard/evolve.ts'
import { initialState } from '#lib/engine/guard/initial-state.ts'
import { compilePolicy } from '#lib/engine/policy/needed-count.ts'
import type { RecordedEvent } from '#lib/engine/guard/events.ts'
import { firstAtOrAfter } from '#lib/engine/guard/velocity.ts'
import { history, play, policy, type Step } from '#tests/support/guard-arbitraries.ts'
import { GuardScript, request, startMs } from '#tests/support/guard-script.ts'

// fast-check prints the seed and path of a failing case; FC_SEED runs it again.
const seed = process.env['FC_SEED']
const options = { numRuns: 300, ...(seed === undefined ? {} : { seed: Number(seed) }) }

const decisionsOf = (script: GuardScript) =>
  script.recorded.flatMap(({ seq, atMs, event }) =>
    event.type === 'action_decided' ? [{ seq, atMs, ...event.data }] : [],
  )

test('deciding is deterministic: the same history gives the same events', () => {
  fc.assert(
    fc.property(policy, history, (policyInForce, steps) => {
      expect(play(policyInForce, steps).recorded).toEqual(play(policyInForce, steps).recorded)
    }),
    options,
  )
})

test('a fold of all events equals the incremental state, and a stored state with its tail', () => {
  fc.assert(
    fc.property(policy, history, fc.nat(), (policyInForce, steps, cut) => {
      const { recorded, state } = play(policyInForce, steps)
      const fold = (from: typeof state, events: readonly RecordedEvent[]) => events.reduce(evolve, from)
      expect(fold(initialState(state.accountId), recorded)).toEqual(state)
      const at = cut % (recorded.length + 1)
      const head = fold(initialState(state.accountId), recorded.slice(0, at))
      const stored = JSON.parse(JSON.stringify(head)) as typeof state
      expect(fold(stored, recorded.slice(at))).toEqual(state)
    }),
    options,
  )
})

test('never more than k − 1 counted actions are admitted in any tier 3 window', () => {
  fc.assert(
    fc.property(policy, history, (policyInForce, steps) => {
      const script = play(policyInForce, steps)
      const { needed, windowMs } = compilePolicy(policyInForce, 'any')
      const resets = script.recorded.flatMap(({ seq, event }) =>
        event.type === 'lockout_reset' ? [seq] : [],
      )
      const admitted = decisionsOf(script).filter(({ verdict, counted }) => verdict === 'allow' && counted)
      for (const one of admitted) {
        // A reset starts the count afresh, so a window reaches back no further than the last one.
        const since = resets.findLast((seq) => seq < one.seq) ?? 0
        const inWindow = admitted.filter(
          ({ seq, atMs }) => seq > since && seq <= one.seq && atMs >= one.atMs - windowMs.tier_3,
        )
        expect(inWindow.length).toBeLessThan(needed.tier_3)
      }
    }),
    options,
  )
})

test('a locked account admits no autonomous edit until it is reset', () => {
  fc.assert(
    fc.property(policy, history, (policyInForce, steps) => {
      let locked = false
      for (const { event } of play(policyInForce, steps).recorded) {
        if (event.type === 'lockout_opened') locked = true
        if (event.type === 'lockout_reset') locked = false
        if (event.type !== 'action_decided' || !locked || !event.data.edit) continue
        if (event.data.request.actionType !== 'rollback') expect(event.data.verdict).toBe('blocked')
      }
    }),
    options,
  )
})

test('counts agree with a plain count over the history', () => {
  fc.assert(
    fc.property(policy, history, (policyInForce, steps) => {
      const script = play(policyInForce, steps)
      const { windowMs } = compilePolicy(policyInForce, 'any')
      const resets = script.recorded.flatMap(({ seq, event }) =>
        event.type === 'lockout_reset' ? [seq] : [],
      )
      const decisions = decisionsOf(script)
      for (const one of decisions) {
        if (!one.counted) continue
        const since = resets.findLast((seq) => seq < one.seq) ?? 0
        const counted = decisions.filter(
          (other) => other.counted && other.seq > since && other.seq <= one.seq,
        )
        for (const tier of ['tier_1', 'tier_2', 'tier_3'] as const) {
          const plain = counted.filter(({ atMs }) => atMs >= one.atMs - windowMs[tier]).length
          expect(one.counts[tier]).toBe(plain)
        }
      }
    }),
    options,
  )
})

test('probation never admits more edits than the policy allows', () => {
  fc.assert(
    fc.property(policy, history, (policyInForce, steps) => {
      const limit = policyInForce.lockout.probation?.maxActions ?? Infinity
      play(policyInForce, steps, ({ state }) => {
        expect(state.probation?.admittedEdits ?? 0).toBeLessThanOrEqual(limit)
      })
    }),
    options,
  )
})

test('the order in which two accounts ask never matters', () => {
  fc.assert(
    fc.property(
      policy,
      history,
      history,
      fc.infiniteStream(fc.boolean()),
      (policyInForce, one, two, coin) => {
        const apart = [one, two].map((steps, index) =>
          playAs(`account-${String(index)}`, policyInForce, steps),
        )
        const scripts = [0, 1].map((index) => new GuardScript(policyInForce, `account-${String(index)}`))
        interleave(policyInForce, scripts, [one, two], coin)
        expect(scripts.map(({ recorded }) => recorded)).toEqual(apart.map(({ recorded }) => recorded))
      },
    ),
    { ...options, numRuns: 100 },
  )
})

test('inputs are never mutated', () => {
  fc.assert(
    fc.property(policy, history, (policyInForce, steps) => {
      play(policyInForce, steps, (script, atMs) => {
        deepFreeze(script.state)
        const command = deepFreeze({ type: 'decide_action' as const, request: request('frozen') })
        const result = decide(script.state, command, script.context(atMs))
        if (result.kind !== 'accepted') return
        const [event] = result.events
        if (event) evolve(script.state, deepFreeze({ seq: script.state.seq + 1, atMs, event }))
      })
    }),
    { ...options, numRuns: 60 },
  )
})

test('times are searched as a plain scan would', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.nat(60), (times, timeMs) => {
      const sorted = times.toSorted((a, b) => a - b)
      const plain = sorted.findIndex((time) => time >= timeMs)
      expect(firstAtOrAfter(sorted, timeMs)).toBe(plain === -1 ? sorted.length : plain)
    }),
    options,
  )
})

function playAs(accountId: string, policyInForce: Parameters<typeof play>[0], steps: readonly Step[]) {
  return play(policyInForce, steps, undefined, new GuardScript(policyInForce, accountId))
}

/** Plays two histories on their scripts in an order that a coin decides; each keeps its own clock. */
function interleave(
  policyInForce: Parameters<typeof play>[0],
  scripts: readonly GuardScript[],
  histories: readonly (readonly Step[])[],
  coin: Iterator<boolean>,
): void {
  const done = [0, 0]
  const clocks = [startMs, startMs]
  for (;;) {
    const left = [0, 1].filter((index) => (done[index] ?? 0) < (histories[index]?.length ?? 0))
    if (left.length === 0) return
    const index = left[coin.next().value === true ? 0 : left.length - 1] ?? 0
    const step = histories[index]?.[done[index] ?? 0]
    const script = scripts[index]
    if (!step || !script) return
    const elapsedMs = (clocks[index] ?? startMs) - startMs + step.waitMs
    play(policyInForce, [{ ...step, waitMs: elapsedMs }], undefined, script)
    clocks[index] = startMs + elapsedMs
    done[index] = (done[index] ?? 0) + 1
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const child of Object.values(value)) deepFreeze(child)
  return value
}
