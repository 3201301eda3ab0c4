/**
 * How sure an escalation is (seed): `round3(min(1, max(0.1, 0.55 + 0.05 × violations + 0.4 × (1 − v))))`,
 * where `v` is the validation's own confidence, 0..1.
 */
export function escalationConfidence(violations: number, validationConfidence: number): number {
  const raw = 0.55 + violations * 0.05 + (1 - validationConfidence) * 0.4
  return Math.round(Math.min(1, Math.max(0.1, raw)) * 1000) / 1000
}

/** The confidence of a refusal by a lockout already in force: that it is in force is certain. */
export const enforcedConfidence = 1
