import type { CompiledPolicy } from '../policy/needed-count.ts'
import { unregisteredActionType } from '../policy/presets.ts'
import type { ActionTypeRule, Tier } from '../policy/policy.ts'
import { assessRisk, type RiskAssessment } from './assess-risk.ts'
import type { StopOrder } from './commands.ts'
import type { ActionRequest, LockoutCause, Reason, TierCounts, Verdict } from './events.ts'
import { paceWaitMs } from './pace.ts'
import type { GuardState } from './state.ts'
import { stopOrderInForce } from './stop-order-in-force.ts'
import { nothingToValidate, validate, type Validation } from './validate.ts'
import { countActions, triggeredTier } from './velocity.ts'

/** What the contract says of one action at one instant, before anything is recorded. */
export interface Judgement {
  readonly nowMs: number
  readonly rule: ActionTypeRule
  /** An autonomous edit: what lockout, probation, pacing and holding apply to. */
  readonly edit: boolean
  readonly counted: boolean
  readonly counts: TierCounts
  readonly tier: Tier
  readonly risk: RiskAssessment
  readonly validation: Validation
  /** The verdict of `enforce`, with every reason that applies in the order of domain.md, section 3. */
  readonly verdict: Verdict
  readonly reasons: readonly Reason[]
  /** The first of what locks the account out by this action; null when nothing does. */
  readonly opensLockout: OpeningCause | null
  readonly retryAfterMs: number | null
}

type OpeningCause = Exclude<LockoutCause, 'kill_switch'>

/** Action type whose edits pass a lockout when the policy says so. */
const rollbackActionType = 'rollback'

/** Judges one action by the policy in force (domain.md, sections 1 and 3). Pure; O(log n) in the history. */
export function judge(
  state: GuardState,
  policy: CompiledPolicy,
  request: ActionRequest,
  nowMs: number,
  stopOrders: readonly StopOrder[],
): Judgement {
  const rule = ruleOf(policy, request.actionType)
  const edit = rule.autonomousEdit && request.origin !== 'human'
  const stopOrder = stopOrderInForce(stopOrders, state.accountId, request, nowMs)
  const lockedOut = state.lockout !== null && edit && !isPassingRollback(policy, request)
  // While a lockout is in force nothing counts: the reset starts the count afresh anyway.
  const mayCount = countsAtAll(rule, request) && !stopOrder && !state.lockout
  const counts = countActions(state.countedAtMs, nowMs, policy, mayCount ? 1 : 0)
  const tier = state.lockout ? 'tier_3' : triggeredTier(counts, policy)
  const causes = mayCount ? lockoutCauses(state, policy, edit, tier, nowMs) : []
  const risk = assessRisk(request, rule)
  const validation = countsAtAll(rule, request)
    ? validate(state, policy, request, rule, risk, nowMs)
    : nothingToValidate
  const pace = edit ? paceWaitMs(state, policy, request, tier, nowMs) : null
  const found: Finding[] = []
  if (stopOrder) found.push(stopFinding(stopOrder))
  if (lockedOut) found.push(lockoutFinding(state))
  for (const cause of causes) found.push(openingFinding(cause, policy, counts))
  for (const reason of validation.violations) found.push({ verdict: 'blocked', reason })
  if (tier === 'tier_2' && edit && policy.policy.containment.holding) found.push(heldFinding(policy, counts))
  if (pace !== null) found.push(pacedFinding(pace, policy))
  for (const reason of validation.approvals) found.push({ verdict: 'needs_approval', reason })
  const first = found[0]
  return {
    nowMs,
    rule,
    edit,
    counted: mayCount && countsToVelocity(policy, first?.verdict ?? 'allow'),
    counts,
    tier,
    risk,
    validation,
    verdict: first?.verdict ?? 'allow',
    reasons: found.map((finding) => finding.reason),
    opensLockout: causes[0] ?? null,
    retryAfterMs: first?.reason.code === 'paced' ? pace : null,
  }
}

interface Finding {
  readonly verdict: Verdict
  readonly reason: Reason
}

/** The registered rule of an action type, or the careful reading when it has none. */
function ruleOf(policy: CompiledPolicy, actionType: string): ActionTypeRule {
  const { actionTypes } = policy.policy
  return Object.hasOwn(actionTypes, actionType)
    ? (actionTypes[actionType] ?? unregisteredActionType)
    : unregisteredActionType
}

function countsAtAll(rule: ActionTypeRule, request: ActionRequest): boolean {
  return rule.reversibility !== 'read_only' && request.origin !== 'human'
}

function isPassingRollback(policy: CompiledPolicy, request: ActionRequest): boolean {
  return policy.policy.lockout.rollbacksPass && request.actionType === rollbackActionType
}

function countsToVelocity(policy: CompiledPolicy, verdict: Verdict): boolean {
  // In shadow mode everything is admitted, whatever enforce would have said.
  return (
    policy.policy.velocity.counts === 'attempted' || verdict === 'allow' || policy.policy.mode === 'shadow'
  )
}

/** Everything that locks the account out by this action, in the order of domain.md, section 3. */
function lockoutCauses(
  state: GuardState,
  policy: CompiledPolicy,
  edit: boolean,
  tier: Tier,
  nowMs: number,
): readonly OpeningCause[] {
  const causes: OpeningCause[] = tier === 'tier_3' ? ['velocity_tier_3'] : []
  const limit = policy.policy.lockout.probation?.maxActions
  const { probation } = state
  if (!edit || !probation || limit === undefined || nowMs >= probation.endsAtMs) return causes
  return probation.admittedEdits >= limit ? [...causes, 'probation_breached'] : causes
}

function stopFinding(order: StopOrder): Finding {
  const end = order.expiresAtMs === null ? 'a lead lifts it' : new Date(order.expiresAtMs).toISOString()
  const message = `A stop order by ${order.by.name} refuses this action until ${end}: ${order.reason}`
  return { verdict: 'blocked', reason: { code: 'stop_order', message } }
}

function lockoutFinding(state: GuardState): Finding {
  const message = `The account is locked out: autonomous edits are refused until a reviewer resets lockout ${state.lockout?.lockoutId ?? ''}`
  return { verdict: 'blocked', reason: { code: 'lockout_enforced', message } }
}

function openingFinding(cause: OpeningCause, policy: CompiledPolicy, counts: TierCounts): Finding {
  if (cause === 'probation_breached') {
    const limit = policy.policy.lockout.probation?.maxActions ?? 0
    const message = `Probation admits ${String(limit)} autonomous edits; this is one more and locks the account out again`
    return { verdict: 'blocked', reason: { code: 'probation_breached', message } }
  }
  const { windowMinutes } = policy.policy.velocity.tiers.tier_3
  const message = `${String(counts.tier_3)} actions in ${String(windowMinutes)} min reach tier 3 (limit ${String(policy.needed.tier_3)}): the account is locked out and this action is refused`
  return { verdict: 'blocked', reason: { code: 'velocity_tier_3', message } }
}

function heldFinding(policy: CompiledPolicy, counts: TierCounts): Finding {
  const { windowMinutes } = policy.policy.velocity.tiers.tier_2
  const message = `Tier 2 is in force (${String(counts.tier_2)} actions in ${String(windowMinutes)} min, limit ${String(policy.needed.tier_2)}): edits are held for approval`
  return { verdict: 'needs_approval', reason: { code: 'held_by_recovery_executor', message } }
}

function pacedFinding(waitMs: number, policy: CompiledPolicy): Finding {
  const message = `Tier 1 is in force: one edit per ${String(Math.ceil(policy.paceIntervalMs / 1000))} s; yours may come in ${String(Math.ceil(waitMs / 1000))} s`
  return { verdict: 'blocked', reason: { code: 'paced', message } }
}
