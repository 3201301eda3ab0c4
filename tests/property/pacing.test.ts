import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ActionDecided } from '#lib/engine/guard/events.ts'
import { promiseGraceMs } from '#lib/engine/guard/pace.ts'
import { compilePolicy } from '#lib/engine/policy/needed-count.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { history, play, policy, type Step } from '#tests/support/guard-arbitraries.ts'
import { GuardScript, startMs } from '#tests/support/guard-script.ts'

// fast-check prints the seed and path of a failing case; FC_SEED runs it again.
const seed = process.env['FC_SEED']
const options = { numRuns: 300, ...(seed === undefined ? {} : { seed: Number(seed) }) }

/** What one agent does by itself: it asks, waits, asks again, and comes back when told to, a little late or not. */
interface Diligent {
  readonly waitsMs: readonly number[]
  readonly latenessMs: readonly number[]
}

const diligent: fc.Arbitrary<Diligent> = fc.record({
  waitsMs: fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 5, maxLength: 25 }),
  latenessMs: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: promiseGraceMs })), {
    minLength: 1,
    maxLength: 25,
  }),
})

/** Half of the policies keep the lower tiers long, so that pacing has time to matter. */
const pacingPolicy = fc.tuple(policy, fc.boolean()).map(([base, isLong]): Policy => {
  const { velocity } = base
  const tiers = { ...velocity.tiers, tier_3: { windowMinutes: 1, actionsPerMinute: 10_000 } }
  return {
    ...base,
    velocity: isLong ? { ...velocity, tiers } : velocity,
    containment: { pacing: true, holding: base.containment.holding },
  }
})

const codesOf = ({ reasons }: ActionDecided) => reasons.map(({ code }) => code)

/** Plays an agent to its end; `before` is called with each time at which it is about to ask. */
function playDiligent(
  script: GuardScript,
  agentId: string,
  { waitsMs, latenessMs }: Diligent,
  before: (atMs: number) => void,
): number {
  let atMs = startMs
  let heeded = 0
  for (const [index, waitMs] of waitsMs.entries()) {
    atMs += waitMs
    before(atMs)
    const edit = { agentId, target: { id: `post-${String(index)}` } }
    const asked = script.ask(atMs, edit)
    if (asked.retryAfterMs === null) continue
    atMs += asked.retryAfterMs + (latenessMs[index % latenessMs.length] ?? 0)
    before(atMs)
    expect(codesOf(script.ask(atMs, edit))).not.toContain('paced')
    heeded += 1
  }
  return heeded
}

test('who comes back when told to is not paced again, whatever others, tiers, lockouts and people do', () => {
  let heeded = 0
  fc.assert(
    fc.property(pacingPolicy, diligent, history, (policyInForce, agent, others) => {
      const script = new GuardScript(policyInForce)
      const next = othersUntil(policyInForce, script, others)
      heeded += playDiligent(script, 'diligent', agent, next)
    }),
    options,
  )
  // Else the property would hold of nothing.
  expect(heeded).toBeGreaterThan(options.numRuns)
})

/** Plays the steps of others as far as a time; their clock never runs backwards. */
function othersUntil(policyInForce: Policy, script: GuardScript, steps: readonly Step[]) {
  let done = 0
  let theirMs = startMs
  return (untilMs: number): void => {
    for (let step = steps[done]; step; step = steps[done]) {
      const atMs = theirMs + Math.max(0, step.waitMs)
      if (atMs > untilMs) return
      theirMs = atMs
      done += 1
      play(policyInForce, [{ ...step, waitMs: atMs - startMs }], undefined, script)
    }
  }
}

interface Waiting {
  readonly agentId: string
  readonly target: { readonly id: string }
  atMs: number
  isHeeding: boolean
}

test.each([
  { name: 'many agents', agentOf: (index: number) => `agent-${String(index)}` },
  { name: 'many edits of one agent', agentOf: () => 'agent' },
])(
  'of $name that heed none is paced twice, and no two are told times within one pace interval',
  ({ agentOf }) => {
    const waits = fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 20, maxLength: 80 })
    let heeded = 0
    fc.assert(
      fc.property(pacingPolicy, fc.integer({ min: 2, max: 6 }), waits, (policyInForce, count, gapsMs) => {
        const script = new GuardScript(policyInForce)
        const { paceIntervalMs } = compilePolicy(policyInForce, 'any')
        const agents = Array.from({ length: count }, (_, index): Waiting => {
          const target = { id: `post-${String(index)}` }
          return { agentId: agentOf(index), target, atMs: startMs + index, isHeeding: false }
        })
        for (const gapMs of gapsMs) {
          const agent = nextOf(agents)
          const decided = script.ask(agent.atMs, { agentId: agent.agentId, target: agent.target })
          if (agent.isHeeding) {
            expect(codesOf(decided)).not.toContain('paced')
            heeded += 1
          } else if (decided.verdict === 'allow') {
            // It may have used up the time of another edit of its agent, which then asks as any other.
            for (const other of agents) {
              if (other.agentId === agent.agentId && other.atMs <= agent.atMs) other.isHeeding = false
            }
          }
          agent.isHeeding = decided.retryAfterMs !== null
          agent.atMs += decided.retryAfterMs ?? gapMs
          if (!agent.isHeeding) continue
          const others = agents.filter((other) => other !== agent && other.isHeeding)
          for (const other of others) {
            expect(Math.abs(other.atMs - agent.atMs)).toBeGreaterThanOrEqual(paceIntervalMs)
          }
        }
      }),
      options,
    )
    expect(heeded).toBeGreaterThan(options.numRuns)
  },
)

/** Whoever asks next. */
function nextOf(agents: readonly Waiting[]): Waiting {
  const [first, ...others] = agents
  if (!first) throw new Error('there is no agent')
  return others.reduce((soonest, agent) => (agent.atMs < soonest.atMs ? agent : soonest), first)
}

/** Tier 1 from the first action on, so that every edit is paced. */
const alwaysPaced: Policy = {
  ...presets.seed,
  velocity: {
    counts: 'attempted',
    tiers: {
      tier_1: { windowMinutes: 5, actionsPerMinute: 0.2 },
      tier_2: { windowMinutes: 1, actionsPerMinute: 10_000 },
      tier_3: { windowMinutes: 1, actionsPerMinute: 20_000 },
    },
  },
  containment: { pacing: true, holding: false },
}

test('no two edits are admitted closer than a pace interval, whoever heeds what', () => {
  const asks = fc.array(
    fc.record({
      agent: fc.integer({ min: 0, max: 3 }),
      post: fc.integer({ min: 0, max: 3 }),
      isHeeding: fc.boolean(),
      waitMs: fc.integer({ min: 0, max: 200_000 }),
      lateMs: fc.integer({ min: 0, max: promiseGraceMs }),
    }),
    { minLength: 20, maxLength: 80 },
  )
  let admitted = 0
  fc.assert(
    fc.property(asks, (steps) => {
      const script = new GuardScript(alwaysPaced)
      const { paceIntervalMs } = compilePolicy(alwaysPaced, 'any')
      const told = new Map<string, number>()
      let atMs = startMs
      let lastMs = -Infinity
      for (const { agent, post, isHeeding, waitMs, lateMs } of steps) {
        const edit = { agentId: `agent-${String(agent)}`, target: { id: `post-${String(post)}` } }
        const key = JSON.stringify(edit)
        const toldMs = told.get(key)
        atMs = isHeeding && toldMs !== undefined && toldMs >= atMs ? toldMs + lateMs : atMs + waitMs
        const { verdict, retryAfterMs } = script.ask(atMs, edit)
        if (retryAfterMs !== null) told.set(key, atMs + retryAfterMs)
        if (verdict !== 'allow') continue
        expect(atMs - lastMs).toBeGreaterThanOrEqual(paceIntervalMs)
        lastMs = atMs
        told.delete(key)
        admitted += 1
      }
    }),
    options,
  )
  expect(admitted).toBeGreaterThan(options.numRuns * 2)
})
