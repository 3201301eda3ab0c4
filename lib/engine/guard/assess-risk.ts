import type { ActionTypeRule } from '../policy/policy.ts'
import type { ActionRequest } from './events.ts'

/** The risk of one action, from its own scores or its type's registered one. */
export interface RiskAssessment {
  readonly riskScore: number
  readonly impactScore: number
  /** `0.6 × riskScore + 0.4 × impactScore`. */
  readonly combined: number
  readonly level: 'low' | 'medium' | 'high' | 'critical'
}

/** Assesses risk as domain.md, section 2, point 5: an absent risk is the type's, an absent impact the risk. */
export function assessRisk(request: ActionRequest, rule: ActionTypeRule): RiskAssessment {
  const riskScore = request.riskScore ?? rule.risk
  const impactScore = request.impactScore ?? riskScore
  const combined = exact(0.6 * riskScore + 0.4 * impactScore)
  return { riskScore, impactScore, combined, level: levelOf(combined) }
}

/** Without the dust of the float arithmetic: 0.6 × 0.2 + 0.4 × 0.45 is 0.3, and so on no side of a limit of 0.3. */
function exact(score: number): number {
  return Math.round(score * 1e12) / 1e12
}

function levelOf(combined: number): RiskAssessment['level'] {
  if (combined >= 0.8) return 'critical'
  if (combined >= 0.6) return 'high'
  if (combined >= 0.3) return 'medium'
  return 'low'
}
