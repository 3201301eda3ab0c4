import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { GuardScript, minute, startMs } from '#tests/support/guard-script.ts'
import { ana, lockedOut, readyMs, resetAttempt } from '#tests/support/locked-out.ts'

/** One scenario: what was given, and what happens; its script and the time at which the state is read. */
interface Scenario {
  readonly given: () => GuardScript
  readonly when: (script: GuardScript) => void
  readonly readAtMs?: number
}

const seed = () => new GuardScript(presets.seed)
const kill = (script: GuardScript) => {
  script.give({ type: 'lock_out_account', actor: ana, reason: 'A person saw nonsense posted.' }, readyMs)
}
const tier1 = () => after(seed(), (script) => script.burst(12, startMs, minute))
const tier2 = () => after(seed(), (script) => script.burst(15, startMs, 30_000))
const probation = () => after(lockedOut(), reset)
const reset = (script: GuardScript) =>
  script.give({ type: 'reset_lockout', ...resetAttempt(script) }, readyMs)
const withWindows = (first: number, second: number): Policy => ({
  ...presets.seed,
  velocity: {
    counts: 'attempted',
    tiers: {
      tier_1: { windowMinutes: first, actionsPerMinute: 1.5 },
      tier_2: { windowMinutes: second, actionsPerMinute: 1.5 },
      tier_3: { windowMinutes: 5, actionsPerMinute: 3 },
    },
  },
})

const scenarios: Record<string, Scenario> = {
  'none: an action below every threshold': { given: seed, when: (script) => script.ask(startMs) },
  'none: the 12th action in 15 min': {
    given: () => after(seed(), (script) => script.burst(11, startMs, minute)),
    when: (script) => script.ask(startMs + 11 * minute),
  },
  'none: the 15th action in 10 min, tier 1 out of reach': {
    given: () => after(new GuardScript(withWindows(1440, 10)), (script) => script.burst(14, startMs, 42_000)),
    when: (script) => script.ask(startMs + 14 * 42_000),
  },
  'none: the 15th action in 5 min, lower tiers out of reach': {
    given: () => after(new GuardScript(withWindows(1440, 1440)), (script) => script.burst(14, startMs, 1000)),
    when: (script) => script.ask(startMs + 14_000),
  },
  'none: kill switch': { given: seed, when: kill },
  'tier_1: an action inside the tier': { given: tier1, when: (script) => script.ask(startMs + 12 * minute) },
  'tier_1: the 15th action in 10 min': {
    given: () => after(seed(), (script) => script.burst(14, startMs, 40_000)),
    when: (script) => script.ask(startMs + 14 * 40_000),
  },
  'tier_1: the 15th action in 5 min': {
    given: () => after(seed(), (script) => script.burst(14, startMs, 1000)),
    when: (script) => script.ask(startMs + 14_000),
  },
  'tier_1: an action after a long pause': {
    given: tier1,
    when: (script) => script.ask(startMs + 90 * minute),
  },
  'tier_1: kill switch': { given: tier1, when: kill },
  'tier_2: an action inside the tier': { given: tier2, when: (script) => script.ask(startMs + 15 * 30_000) },
  'tier_2: an action once 10 min hold fewer than 15': {
    given: tier2,
    when: (script) => script.ask(startMs + 12 * minute),
  },
  'tier_2: the 15th action in 5 min': {
    given: () => after(tier2(), (script) => script.burst(4, startMs + 7 * minute + 1000, 1000)),
    when: (script) => script.ask(startMs + 7 * minute + 5000),
  },
  'tier_2: an action after a long pause': {
    given: tier2,
    when: (script) => script.ask(startMs + 90 * minute),
  },
  'tier_2: kill switch': { given: tier2, when: kill },
  'locked_out: an autonomous edit': { given: lockedOut, when: (script) => script.ask(readyMs) },
  'locked_out: a read, a human, a rollback': {
    given: lockedOut,
    when: (script) => {
      script.ask(readyMs, { actionType: 'read' })
      script.ask(readyMs, { origin: 'human' })
      script.ask(readyMs, { actionType: 'rollback' })
    },
  },
  'locked_out: a year passes': {
    given: lockedOut,
    when: () => undefined,
    readAtMs: readyMs + 365 * 1440 * minute,
  },
  'locked_out: kill switch': { given: lockedOut, when: kill },
  'locked_out: claim, acknowledge, note, uphold': {
    given: lockedOut,
    when: (script) => {
      const { lockoutId, briefDigest, version } = script.lockout
      script.give({ type: 'claim_lockout', actor: ana, lockoutId }, readyMs)
      script.give({ type: 'acknowledge_brief', actor: ana, lockoutId, briefDigest }, readyMs)
      script.give({ type: 'revise_brief', actor: ana, lockoutId, note: 'seen' }, readyMs)
      script.give(
        { type: 'uphold_lockout', actor: ana, lockoutId, version: version + 1, note: '', reviewAtMs: null },
        readyMs,
      )
    },
  },
  'locked_out: uphold, and its author takes it back': {
    given: lockedOut,
    when: (script) => {
      const { lockoutId, version } = script.lockout
      const uphold = { type: 'uphold_lockout', actor: ana, lockoutId, note: '', reviewAtMs: null } as const
      script.give({ ...uphold, version }, readyMs)
      script.give({ type: 'withdraw_uphold', actor: ana, lockoutId, version: version + 1 }, readyMs)
    },
  },
  'locked_out: reset with a condition missing': {
    given: lockedOut,
    when: (script) =>
      script.give({ type: 'reset_lockout', ...resetAttempt(script, { typedHandle: '' }) }, readyMs),
  },
  'locked_out: reset with all six met': { given: lockedOut, when: reset },
  'locked_out: reset under a policy without probation': { given: () => lockedOut(presets.seed), when: reset },
  'probation: an edit within the limit': { given: probation, when: (script) => script.ask(readyMs + 1000) },
  'probation: the sixth edit': {
    given: () => after(probation(), (script) => script.burst(5, readyMs + 1000, 1000)),
    when: (script) => script.ask(readyMs + 6000),
  },
  'probation: kill switch': { given: probation, when: kill },
  'probation: its ten minutes pass': {
    given: probation,
    when: () => undefined,
    readAtMs: readyMs + 10 * minute,
  },
}

test.each(tableRows())('$before: $what', ({ before, what, afterwards, events }) => {
  const scenario = scenarios[`${before}: ${what}`]
  if (!scenario) throw new Error('the README has a row that no scenario plays')
  const script = scenario.given()
  const recorded = script.recorded.length
  expect(stateOf(script, script.recorded.at(-1)?.atMs ?? startMs)).toBe(before)
  scenario.when(script)
  const added = script.recorded.slice(recorded).map(({ event }) => event.type)
  expect([...new Set(added)].join(', ')).toBe(events)
  expect(stateOf(script, scenario.readAtMs ?? script.recorded.at(-1)?.atMs ?? startMs)).toBe(afterwards)
})

test('every scenario is a row of the README', () => {
  expect(Object.keys(scenarios).toSorted()).toEqual(
    tableRows()
      .map(({ before, what }) => `${before}: ${what}`)
      .toSorted(),
  )
})

function after(script: GuardScript, act: (script: GuardScript) => unknown): GuardScript {
  act(script)
  return script
}

/** The state of the diagram; probation reads before the tiers. */
function stateOf({ state }: GuardScript, nowMs: number): string {
  if (state.lockout) return 'locked_out'
  if (state.probation && nowMs < state.probation.endsAtMs) return 'probation'
  return state.tier
}

function tableRows() {
  const readme = readFileSync(new URL('../../../lib/engine/README.md', import.meta.url), 'utf8')
  const table = readme.slice(readme.search(/^\| before/m))
  return table
    .split('\n')
    .filter((line) => /^\| [a-z]/.test(line) && !line.startsWith('| before'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, before = '', what = '', afterwards = '', events = '']) => ({ before, what, afterwards, events }))
}
