import { compiledPolicyOf } from '../policy/compiled-policy-of.ts'
import { type CompiledPolicy, minuteMs } from '../policy/needed-count.ts'
import type { Tier } from '../policy/policy.ts'
import type { DecisionContext, DecisionResult } from './commands.ts'
import { enforcedConfidence, escalationConfidence } from './confidence.ts'
import type { ActionDecided, ActionRequest, Escalation, GuardEvent } from './events.ts'
import { type Judgement, judge } from './judge.ts'
import { openLockout } from './open-lockout.ts'
import { refuse } from './refuse.ts'
import type { GuardState } from './state.ts'
import { signalsOf } from './velocity.ts'

/**
 * Decides one action: an `action_decided`, then a `tier_changed` when the tier moved, then a
 * `lockout_opened` when this action trips tier 3 or breaks probation. In shadow mode the answer is `allow`
 * unless a person's stop order or a lockout already in force refuses it: those are not the policy's to lift.
 */
export function decideAction(
  state: GuardState,
  request: ActionRequest,
  context: DecisionContext,
): DecisionResult {
  if (!state.policy || state.policyVersion === null) {
    return refuse('account_not_open', `Account ${state.accountId} has no policy; create it first`)
  }
  const { nowMs } = context
  const policy = compiledPolicyOf(state.policy, state.policyVersion)
  const judgement = judge(state, policy, request, nowMs, context.stopOrders)
  const shadowed = policy.policy.mode === 'shadow' && !isPersonsRefusal(judgement)
  const opens = shadowed ? null : judgement.opensLockout
  const lockoutId = opens ? context.newId() : null
  const decided = {
    ...actionDecided(state, policy, request, judgement, shadowed, lockoutId),
    ...(judgement.verdict === 'needs_approval' && !shadowed ? approval(policy, context) : noApproval),
  }
  const escalation = escalationOf(state.tier, policy, judgement, decided, shadowed)
  const events: GuardEvent[] = [{ type: 'action_decided', data: decided }]
  if (escalation) events.push({ type: 'tier_changed', data: escalation })
  if (opens && lockoutId !== null) {
    const decidedAction = { decided, seq: state.seq + 1 }
    const opening = { cause: opens, lockoutId, nowMs, decidedAction, by: null, reason: null }
    events.push(openLockout(state, policy, opening, context.digest))
  }
  return { kind: 'accepted', events }
}

const noApproval = { approvalId: null, approvalExpiresAtMs: null }

function approval({ policy }: CompiledPolicy, { nowMs, newId }: DecisionContext) {
  return { approvalId: newId(), approvalExpiresAtMs: nowMs + policy.approvals.expireMinutes * minuteMs }
}

/** A stop order or a lockout that people have yet to reset: in force in shadow mode too. */
function isPersonsRefusal(judgement: Judgement): boolean {
  return judgement.reasons.some(({ code }) => code === 'stop_order' || code === 'lockout_enforced')
}

function actionDecided(
  state: GuardState,
  policy: CompiledPolicy,
  request: ActionRequest,
  judgement: Judgement,
  shadowed: boolean,
  openedLockoutId: string | null,
): Omit<ActionDecided, 'approvalId' | 'approvalExpiresAtMs'> {
  const enforced = judgement.reasons[0]?.code === 'lockout_enforced'
  return {
    request,
    verdict: shadowed ? 'allow' : judgement.verdict,
    reasons: shadowed ? [] : judgement.reasons,
    tier: judgement.tier,
    counts: judgement.counts,
    counted: judgement.counted,
    edit: judgement.edit,
    category: judgement.rule.category,
    reversibility: judgement.rule.reversibility,
    violations: judgement.validation.violations.map(({ code }) => code),
    riskLevel: judgement.risk.level,
    confidence: enforced ? enforcedConfidence : confidenceOf(judgement),
    policyVersion: policy.version,
    lockoutId: openedLockoutId ?? (enforced ? (state.lockout?.lockoutId ?? null) : null),
    retryAfterMs: shadowed ? null : judgement.retryAfterMs,
    shadow: shadowed ? { verdict: judgement.verdict, reasons: judgement.reasons } : null,
  }
}

function confidenceOf({ validation }: Judgement): number {
  return escalationConfidence(validation.violations.length, validation.confidence)
}

const riskClasses = { none: 'low', tier_1: 'medium', tier_2: 'high', tier_3: 'critical' } as const

/** The escalation event of a tier transition, or null when the tier is the same as at the last decision. */
function escalationOf(
  from: Tier,
  policy: CompiledPolicy,
  { tier, counts }: Judgement,
  decided: ActionDecided,
  shadowed: boolean,
): Escalation | null {
  if (tier === from) return null
  const shared = {
    from,
    tier,
    confidence: decided.confidence,
    riskClass: riskClasses[tier],
    policyVersion: policy.version,
  }
  if (tier === 'none') {
    const rationale = 'Velocity is below every threshold again'
    return {
      ...shared,
      action: 'stand_down',
      rationale,
      velocity: null,
      lockoutAutoEdits: false,
      executor: null,
    }
  }
  const rule = policy.policy.velocity.tiers[tier]
  const signal = signalsOf(counts, policy)[tier]
  return {
    ...shared,
    action: tier === 'tier_3' ? 'lockout_autonomous_edits' : 'route_to_autonomous_executor',
    rationale: `${tier} triggered by velocity ${String(signal.actionsPerMinute)}/min over ${String(rule.windowMinutes)}m window`,
    velocity: {
      windowMinutes: rule.windowMinutes,
      actionCount: signal.actionCount,
      actionsPerMinute: signal.actionsPerMinute,
      thresholdActionsPerMinute: rule.actionsPerMinute,
    },
    lockoutAutoEdits: tier === 'tier_3' && !shadowed,
    executor: tier === 'tier_3' ? null : (rule.executor ?? null),
  }
}
