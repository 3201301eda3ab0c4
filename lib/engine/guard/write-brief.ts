import { type CompiledPolicy, hourMs } from '../policy/needed-count.ts'
import type { Brief, BriefClaim } from './brief-document.ts'
import { countText, durationText, shareText, timesText } from './brief-text.ts'
import type { LockoutCause, Person } from './events.ts'
import type { GuardState, RecentAction } from './state.ts'

/** Shown to the account's owner (seed). */
const userRationale =
  'Autonomous edits have been paused to protect account safety after sustained high-velocity actions.'

/** What a brief is written from: recorded events as the state keeps them, the opening decision included. */
export interface BriefInput {
  readonly state: GuardState
  readonly policy: CompiledPolicy
  /** Attempts of the last hour, oldest first, the opening one last. */
  readonly recent: readonly RecentAction[]
  readonly cause: LockoutCause
  readonly nowMs: number
  readonly by: Person | null
  readonly reason: string | null
}

/** Writes the diagnostic brief of a lockout (domain.md, section 6). Deterministic: no clock, no model. */
export function writeBrief(input: BriefInput): Brief {
  const { state, policy, recent, cause, nowMs } = input
  const tripping = trippingActions(input)
  const opening = cause === 'kill_switch' ? undefined : recent.at(-1)
  return {
    type: 'diagnostic_brief',
    severity: 'critical',
    tier: 'tier_3',
    cause,
    userRationale,
    validationViolations: [...new Set(tripping.flatMap(({ violations }) => violations))].toSorted(),
    actionType: opening?.actionType ?? 'unknown',
    atMs: nowMs,
    claims: [
      whatTripped(input, tripping),
      sharesClaim('agents', tripping, (action) => action.agentId, 'made'),
      sharesClaim('action_types', tripping, (action) => action.actionType, 'came as'),
      targetsClaim(tripping),
      containmentClaim(tripping),
      ...violationsClaim(tripping),
      earlierLockoutsClaim(state, nowMs),
    ],
    counterEvidence: counterEvidence(tripping),
    checks: checks(tripping, policy),
    lastHour: lastHour(input),
    notes: [],
  }
}

/** The newest counted actions that reached the tier 3 threshold, or those of the tier 3 window. */
function trippingActions({ recent, policy, cause, nowMs }: BriefInput): readonly RecentAction[] {
  const from = nowMs - policy.windowMs.tier_3
  const inWindow = recent.filter((action) => action.atMs >= from && isOfAgents(action))
  return cause === 'velocity_tier_3' ? inWindow.slice(-policy.needed.tier_3) : inWindow
}

function isOfAgents(action: RecentAction): boolean {
  return (
    action.origin !== 'human' &&
    (action.counted || action.reason === 'velocity_tier_3' || action.reason === 'probation_breached')
  )
}

function whatTripped(input: BriefInput, tripping: readonly RecentAction[]): BriefClaim {
  const { policy, cause, by, reason, state } = input
  const evidence = tripping.map((action) => action.seq)
  const first = tripping[0]
  const last = tripping.at(-1)
  const { windowMinutes, actionsPerMinute } = policy.policy.velocity.tiers.tier_3
  if (cause === 'kill_switch') {
    const sentence = `${by?.name ?? 'A person'} locked the account out by hand: ${reason ?? 'no reason given'}.`
    return { id: 'what_tripped', sentence, evidence: [state.seq + 1] }
  }
  if (cause === 'probation_breached') {
    const limit = policy.policy.lockout.probation?.maxActions ?? 0
    const sentence = `Probation admits ${countText(limit, 'autonomous edit')}; one more was tried, so the account is locked out again.`
    return { id: 'what_tripped', sentence, evidence: last ? [last.seq] : [] }
  }
  const span = first && last ? durationText(last.atMs - first.atMs) : 'no time'
  const sentence = `${countText(tripping.length, 'action')} in ${span}; the limit is ${String(policy.needed.tier_3)} in ${String(windowMinutes)} min (${actionsPerMinute.toFixed(1)}/min). Tier 3.`
  return { id: 'what_tripped', sentence, evidence }
}

/** "a made 10 of the 15 (67 %), b made 5 (33 %)": the shares of one property, the largest first. */
function sharesClaim(
  id: string,
  tripping: readonly RecentAction[],
  keyOf: (action: RecentAction) => string,
  verb: string,
): BriefClaim {
  const total = tripping.length
  const shares = tally(tripping, keyOf).map(([key, count], index) => {
    const of = index === 0 ? `${String(count)} of the ${String(total)}` : String(count)
    const subject = id === 'action_types' ? `${of} ${verb} ${key}` : `${key} ${verb} ${of}`
    return `${subject} (${shareText(count, total)})`
  })
  const sentence = total === 0 ? 'No counted action stands in the tier 3 window.' : `${shares.join(', ')}.`
  return { id, sentence, evidence: tripping.map((action) => action.seq) }
}

function targetsClaim(tripping: readonly RecentAction[]): BriefClaim {
  const targets = tally(tripping, (action) => action.targetId)
  const [most] = targets
  const total = tripping.length
  const evidence = tripping.map((action) => action.seq)
  if (!most) return { id: 'targets', sentence: 'No target was touched in the tier 3 window.', evidence }
  const spread = `${countText(targets.length, 'target')} in ${countText(total, 'action')}`
  const sentence = most[1] > 1 ? `${spread}; ${timesText(most[1])} on ${most[0]}.` : `${spread}, each once.`
  return { id: 'targets', sentence, evidence }
}

function containmentClaim(tripping: readonly RecentAction[]): BriefClaim {
  const contained = tripping.filter(
    (action) => action.reason === 'paced' || action.verdict === 'needs_approval',
  )
  const paced = contained.filter((action) => action.reason === 'paced').length
  const sentence =
    contained.length === 0
      ? 'None of them was paced or held before.'
      : `Pacing and holding did not slow them down: ${String(paced)} refused as paced, ${String(contained.length - paced)} held.`
  return {
    id: 'containment',
    sentence,
    evidence: (contained.length === 0 ? tripping : contained).map(({ seq }) => seq),
  }
}

/** What validation had against them; nothing to claim when it had nothing (that is counter-evidence). */
function violationsClaim(tripping: readonly RecentAction[]): readonly BriefClaim[] {
  const violating = tripping.filter(({ violations }) => violations.length > 0)
  if (violating.length === 0) return []
  const codes = tally(
    violating.flatMap(({ violations, seq }) => violations.map((code) => ({ code, seq }))),
    ({ code }) => code,
  )
  const what = codes.map(([code, count]) => `${code} ${timesText(count)}`).join(', ')
  const sentence = `${countText(violating.length, 'action')} of the ${String(tripping.length)} broke a limit, pattern or risk threshold: ${what}.`
  return [{ id: 'violations', sentence, evidence: violating.map(({ seq }) => seq) }]
}

function earlierLockoutsClaim(state: GuardState, nowMs: number): BriefClaim {
  const last = state.closedLockouts.at(-1)
  const recent = state.closedLockouts.filter((one) => nowMs - one.openedAtMs <= 24 * hourMs)
  if (!last) {
    return {
      id: 'earlier_lockouts',
      sentence: 'This is the first recorded lockout of the account.',
      evidence: [state.seq + 1],
    }
  }
  const ago = durationText(nowMs - last.openedAtMs)
  const lasted = durationText(last.closedAtMs - last.openedAtMs)
  const how = `the last opened ${ago} before, was reset after ${lasted} by ${last.closedBy.name} as ${last.reasonCode}`
  const sentence = `${countText(recent.length, 'earlier lockout')} within 24 h; ${how}.`
  return { id: 'earlier_lockouts', sentence, evidence: [last.openedSeq, last.closedSeq] }
}

function counterEvidence(tripping: readonly RecentAction[]): readonly BriefClaim[] {
  const evidence = tripping.map((action) => action.seq)
  const targets = new Set(tripping.map((action) => action.targetId))
  const claims: BriefClaim[] = []
  const add = (id: string, holds: boolean, sentence: string) => {
    if (holds && tripping.length > 0) claims.push({ id, sentence, evidence })
  }
  const earlier = tripping.slice(0, -1)
  add(
    'distinct_targets',
    targets.size === tripping.length,
    `All ${String(tripping.length)} hit different targets.`,
  )
  add(
    'all_admitted',
    earlier.every((action) => action.verdict === 'allow'),
    'All before the last were admitted: nothing had warned the agents.',
  )
  add(
    'all_reversible',
    tripping.every((action) => action.reversible),
    `All ${String(tripping.length)} are reversible.`,
  )
  add(
    'no_violation',
    tripping.every(({ violations }) => violations.length === 0),
    `No limit, pattern or risk violation among the ${String(tripping.length)}.`,
  )
  add(
    'one_agent',
    new Set(tripping.map((action) => action.agentId)).size === 1,
    'A single agent made them: a planned batch looks the same.',
  )
  return claims
}

function checks(tripping: readonly RecentAction[], policy: CompiledPolicy): readonly string[] {
  const agents = tally(tripping, (action) => action.agentId).slice(0, 3)
  const [target] = tally(tripping, (action) => action.targetId)
  return [
    ...(target ? [`${target[0]} shows what you expect`] : []),
    ...agents.map(([agent]) => `${agent} has stopped asking, and its operator knows why it sped up`),
    `Attempts stay below ${String(policy.needed.tier_1)} in ${String(policy.policy.velocity.tiers.tier_1.windowMinutes)} min`,
  ]
}

/** The state's minutes with the opening decision's own. */
function lastHour({ state, recent, nowMs, cause }: BriefInput): Brief['lastHour'] {
  const kept = state.minutes.filter((minute) => minute.startsAtMs > nowMs - hourMs)
  const opening = cause === 'kill_switch' ? undefined : recent.at(-1)
  if (!opening) return kept
  const startsAtMs = nowMs - (nowMs % 60_000)
  const last = kept.at(-1)
  const current = last?.startsAtMs === startsAtMs ? last : { startsAtMs, admitted: 0, held: 0, blocked: 0 }
  return [...kept.filter((minute) => minute !== current), { ...current, blocked: current.blocked + 1 }]
}

/** How often each key occurs, the most frequent first, equals by name: deterministic. */
function tally<Item>(
  actions: readonly Item[],
  keyOf: (action: Item) => string,
): readonly (readonly [key: string, count: number])[] {
  const counts = new Map<string, number>()
  for (const action of actions) counts.set(keyOf(action), (counts.get(keyOf(action)) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}
