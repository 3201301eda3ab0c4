import type { ActionDecided, Escalation } from '../engine/guard/events.ts'
import { signalsOf } from '../engine/guard/velocity.ts'
import { compiledPolicyOf } from '../engine/policy/compiled-policy-of.ts'
import type { Policy } from '../engine/policy/policy.ts'
import type { Decision } from '../contracts/api/decision.ts'

/** A decision as the log has it, with what its answer needs beside it. */
export interface DecisionSource {
  readonly accountId: string
  readonly decided: ActionDecided
  readonly escalation: Escalation | null
  /** The policy that it was decided under. */
  readonly policy: Policy
  readonly atMs: number
  /** Null when it is recorded nowhere. */
  readonly seq: number | null
  readonly replayed: boolean
}

/** The API's answer for a decision. */
export function decisionView(source: DecisionSource): Decision {
  const { accountId, decided, escalation, policy, atMs, seq, replayed } = source
  return {
    accountId,
    actionId: decided.request.actionId,
    verdict: decided.verdict,
    reasons: [...decided.reasons],
    tier: decided.tier,
    signals: signalsOf(decided.counts, compiledPolicyOf(policy, decided.policyVersion)),
    escalation,
    lockoutId: decided.lockoutId,
    approvalId: decided.approvalId,
    digest: decided.request.digest,
    retryAfterMs: decided.retryAfterMs,
    riskLevel: decided.riskLevel,
    confidence: decided.confidence,
    policyVersion: decided.policyVersion,
    decidedAt: new Date(atMs).toISOString(),
    sequence: seq,
    shadow: decided.shadow !== null,
    replayed,
  }
}
