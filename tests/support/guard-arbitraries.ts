import fc from 'fast-check'
import type { ActionRequest } from '#lib/engine/guard/events.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { ana, ben, claimAndAcknowledge, resetAttempt } from './locked-out.ts'
import { GuardScript, startMs } from './guard-script.ts'

/** One step of a history: time passes, then an agent asks, or a reviewer acts on the lockout. */
export type Step =
  | { readonly kind: 'ask'; readonly waitMs: number; readonly changes: Partial<ActionRequest> }
  | { readonly kind: 'reset'; readonly waitMs: number }
  | { readonly kind: 'note'; readonly waitMs: number }
  | { readonly kind: 'kill'; readonly waitMs: number }
  | { readonly kind: 'approve'; readonly waitMs: number }

/** Waits from none to half an hour, most of them short: bursts are what the gate is for. */
const waitMs = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 120_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 30 * 60_000 }) },
  { weight: 1, arbitrary: fc.constant(-60_000) }, // a clock that steps back
)

const changes: fc.Arbitrary<Partial<ActionRequest>> = fc.record({
  agentId: fc.constantFrom('agent-a', 'agent-b', 'agent-c'),
  actionType: fc.constantFrom('edit', 'edit', 'comment', 'read', 'delete_post', 'rollback', 'unheard_of'),
  origin: fc.constantFrom('agent', 'agent', 'agent', 'executor', 'human'),
  target: fc.constantFrom({ id: 'p-1' }, { id: 'p-2', platform: 'mastodon' }, { id: 'p-3' }),
})

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ kind: fc.constant('ask' as const), waitMs, changes }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reset' as const), waitMs }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('note' as const), waitMs }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), waitMs }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('approve' as const), waitMs }) },
)

/** Histories long enough to climb all tiers several times. */
export const history: fc.Arbitrary<readonly Step[]> = fc.array(step, { maxLength: 120, size: 'max' })

/** The presets, their shadow twins, and small windows that make every threshold close. */
export const policy: fc.Arbitrary<Policy> = fc.oneof(
  fc.constantFrom<Policy>(presets.seed, presets.standard, presets.strict),
  fc
    .record({
      base: fc.constantFrom<Policy>(presets.seed, presets.standard),
      rates: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 3 }),
      windows: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 3, maxLength: 3 }),
      counts: fc.constantFrom<'attempted' | 'admitted'>('attempted', 'admitted'),
    })
    .map(({ base, rates, windows, counts }) => {
      const [low = 1, middle = 1, high = 1] = rates.toSorted((a, b) => a - b)
      const [one = 1, two = 1, three = 1] = windows
      const tiers = {
        tier_1: { windowMinutes: one, actionsPerMinute: low / 10 },
        tier_2: { windowMinutes: two, actionsPerMinute: middle / 10 },
        tier_3: { windowMinutes: three, actionsPerMinute: high / 10 },
      }
      return { ...base, name: 'custom', velocity: { counts, tiers } }
    }),
)

/** Plays a history; `onStep` sees the script after each step. */
export function play(
  policyInForce: Policy,
  steps: readonly Step[],
  onStep: (script: GuardScript, atMs: number) => void = () => undefined,
  script: GuardScript = new GuardScript(policyInForce),
): GuardScript {
  let atMs = startMs
  for (const one of steps) {
    atMs += one.waitMs
    playStep(script, one, atMs)
    onStep(script, atMs)
  }
  return script
}

function playStep(script: GuardScript, step: Step, atMs: number): void {
  if (step.kind === 'ask') script.ask(atMs, step.changes)
  if (step.kind === 'kill')
    script.give({ type: 'lock_out_account', actor: ana, reason: 'A person saw nonsense posted.' }, atMs)
  if (step.kind === 'approve') approveNewest(script, atMs)
  if (!script.state.lockout) return
  const { lockoutId } = script.lockout
  if (step.kind === 'note') script.give({ type: 'revise_brief', actor: ana, lockoutId, note: 'seen' }, atMs)
  if (step.kind === 'reset') reset(script, atMs)
}

/** A reviewer approves the action that was held last; refused when it has been answered or may not be. */
function approveNewest(script: GuardScript, atMs: number): void {
  const held = script.recorded.findLast(
    ({ event }) => event.type === 'action_decided' && event.data.verdict === 'needs_approval',
  )
  if (held?.event.type !== 'action_decided') return
  const { actionId, digest } = held.event.data.request
  const history = script.historyOf(actionId)
  script.give({ type: 'approve_action', actor: ana, history, digest, reason: 'Looked at it.' }, atMs)
}

/** Everything two diligent reviewers can do; it may still be refused while the agents are not quiet. */
function reset(script: GuardScript, atMs: number): void {
  const actor = { ...ana, reauthenticatedAtMs: atMs }
  claimAndAcknowledge(script, actor, atMs)
  script.give({ type: 'request_reset', ...resetAttempt(script, { actor }) }, atMs)
  const { lockoutId, request } = script.lockout
  if (request) {
    const vote = {
      type: 'vote_on_reset',
      lockoutId,
      requestId: request.requestId,
      approved: true,
      note: '',
    } as const
    script.give({ ...vote, actor: ben }, atMs)
  }
  script.give({ type: 'reset_lockout', ...resetAttempt(script, { actor }) }, atMs)
}
