import { type CompiledPolicy, dayMs, hourMs } from '../policy/needed-count.ts'
import type { ActionTypeRule, Constraint } from '../policy/policy.ts'
import type { RiskAssessment } from './assess-risk.ts'
import type { ActionRequest, Reason } from './events.ts'
import { firstNotBefore } from './first-not-before.ts'
import type { AdmittedAction, GuardState } from './state.ts'
import { checkPatterns } from './validate-patterns.ts'

/** What validation says of one action (domain.md, section 2): every fault and every need, not the first. */
export interface Validation {
  readonly violations: readonly Reason[]
  readonly approvals: readonly Reason[]
  /** Starts at 1; times 0.9 per failed constraint, 0.8 when a global limit is hit, 0.7 per pattern. */
  readonly confidence: number
}

/** The answer for what validation does not apply to: reads, and the actions of people. */
export const nothingToValidate: Validation = { violations: [], approvals: [], confidence: 1 }

/**
 * Validates one autonomous action. Limits count admitted actions only, so a denied one never erodes a
 * budget; at the limit is a violation. The cost is bounded by the limits, not by the history.
 */
export function validate(
  state: GuardState,
  policy: CompiledPolicy,
  request: ActionRequest,
  rule: ActionTypeRule,
  risk: RiskAssessment,
  nowMs: number,
): Validation {
  const admitted = state.admitted[rule.category] ?? []
  const budget: Budget = {
    hour: admittedSince(admitted, nowMs - hourMs),
    day: admittedSince(admitted, nowMs - dayMs),
  }
  const constraints = policy.policy.constraints.filter(({ categories }) => categories.includes(rule.category))
  const failures = constraints.map((constraint) => checkConstraint(constraint, request, risk, budget))
  const limits = checkGlobalLimits(policy, rule, budget)
  const patterns = checkPatterns(state, policy, request, rule, nowMs)
  const failed = failures.filter((reasons) => reasons.length > 0).length
  return {
    violations: [...failures.flat(), ...limits, ...patterns],
    approvals: [
      ...constraints.flatMap((constraint) => approvalsOf(constraint, request, risk)),
      ...irreversible(policy, rule, request),
    ],
    confidence: 0.9 ** failed * (limits.length > 0 ? 0.8 : 1) * 0.7 ** patterns.length,
  }
}

interface Budget {
  readonly hour: number
  readonly day: number
}

/** How many of the sorted admitted actions are not before `timeMs`. */
function admittedSince(admitted: readonly AdmittedAction[], timeMs: number): number {
  return admitted.length - firstNotBefore(admitted, timeMs)
}

function checkConstraint(
  constraint: Constraint,
  request: ActionRequest,
  risk: RiskAssessment,
  budget: Budget,
): readonly Reason[] {
  const { id, hourlyLimit, dailyLimit, riskThreshold, maxContentLength, requiredKeywords } = constraint
  const content = contentOf(request)
  const reasons: Reason[] = []
  if (hourlyLimit !== null && budget.hour >= hourlyLimit) {
    reasons.push(limitReason('constraint_hourly_limit', id, budget.hour, hourlyLimit, 'hour'))
  }
  if (dailyLimit !== null && budget.day >= dailyLimit) {
    reasons.push(limitReason('constraint_daily_limit', id, budget.day, dailyLimit, 'day'))
  }
  if (risk.combined > riskThreshold) {
    const message = `${id}: combined risk ${risk.combined.toFixed(2)} is over ${String(riskThreshold)}`
    reasons.push({ code: 'constraint_risk', message })
  }
  if (maxContentLength !== null && content.length > maxContentLength) {
    const message = `${id}: content has ${String(content.length)} characters, ${String(maxContentLength)} allowed`
    reasons.push({ code: 'constraint_content_length', message })
  }
  const absent = requiredKeywords.filter((keyword) => !content.toLowerCase().includes(keyword.toLowerCase()))
  if (absent.length > 0) {
    const message = `${id}: content lacks the required ${absent.map((keyword) => `“${keyword}”`).join(', ')}`
    reasons.push({ code: 'constraint_required_keywords', message })
  }
  return reasons
}

/** The text that an action would publish: its `content` parameter, else its `text`. */
function contentOf({ parameters }: ActionRequest): string {
  const { content, text } = parameters
  if (typeof content === 'string') return content
  return typeof text === 'string' ? text : ''
}

function checkGlobalLimits(policy: CompiledPolicy, rule: ActionTypeRule, budget: Budget): readonly Reason[] {
  const { limits } = policy.policy
  if (!limits) return []
  const { hourlyPerCategory, dailyPerCategory } = limits
  const reasons: Reason[] = []
  if (hourlyPerCategory !== null && budget.hour >= hourlyPerCategory) {
    reasons.push(limitReason('global_hourly_limit', rule.category, budget.hour, hourlyPerCategory, 'hour'))
  }
  if (dailyPerCategory !== null && budget.day >= dailyPerCategory) {
    reasons.push(limitReason('global_daily_limit', rule.category, budget.day, dailyPerCategory, 'day'))
  }
  return reasons
}

function limitReason(
  code: Reason['code'],
  whose: string,
  count: number,
  limit: number,
  span: 'hour' | 'day',
): Reason {
  return {
    code,
    message: `${whose}: ${String(count)} admitted in the last ${span}, ${String(limit)} allowed`,
  }
}

function approvalsOf(
  constraint: Constraint,
  request: ActionRequest,
  risk: RiskAssessment,
): readonly Reason[] {
  const { id, approvalRequired, autoApprovalThreshold } = constraint
  if (approvalRequired) {
    return [
      { code: 'constraint_needs_approval', message: `${id}: ${request.actionType} always needs approval` },
    ]
  }
  if (risk.riskScore <= autoApprovalThreshold) return []
  const message = `${id}: risk ${risk.riskScore.toFixed(2)} is over ${String(autoApprovalThreshold)}, up to which no approval is needed`
  return [{ code: 'risk_needs_approval', message }]
}

function irreversible(
  policy: CompiledPolicy,
  rule: ActionTypeRule,
  request: ActionRequest,
): readonly Reason[] {
  if (rule.reversibility !== 'irreversible' || !policy.policy.approvals.irreversibleNeedsApproval) return []
  const message = `${request.actionType} cannot be undone, so a person must approve it`
  return [{ code: 'irreversible_needs_approval', message }]
}
