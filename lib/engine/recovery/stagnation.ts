import type { MetricSample } from './metric-sample.ts'

/** How a post did between the first and the last sample of its window. */
export interface Stagnation {
  readonly firstAtMs: number
  readonly lastAtMs: number
  readonly newImpressions: number
  readonly newEngagements: number
  /** New engagements for each new impression; 0 when there were none. */
  readonly engagementRate: number
  /** 0 (engaging) to 1 (stagnant): `1 - min(1, 20 × rate)`. */
  readonly score: number
}

/** An engagement rate of one in twenty (5 %) or more scores 0 (seed). */
const scorePerRate = 20

/** Measures stagnation over a window that is ordered oldest first; null when it is empty (seed, step 5). */
export function stagnationOf(ordered: readonly MetricSample[]): Stagnation | null {
  const first = ordered[0]
  const last = ordered.at(-1)
  if (!first || !last) return null
  const newImpressions = Math.max(0, last.impressions - first.impressions)
  const newEngagements = Math.max(0, last.engagements - first.engagements)
  const engagementRate = newImpressions > 0 ? newEngagements / newImpressions : 0
  return {
    firstAtMs: first.capturedAtMs,
    lastAtMs: last.capturedAtMs,
    newImpressions,
    newEngagements,
    engagementRate,
    score: 1 - Math.min(1, engagementRate * scorePerRate),
  }
}

/**
 * Whether the score is at least `threshold`, compared as whole numbers: a rate of exactly 4 % scores 0.2, where
 * the float says 0.19999999999999996.
 */
export function scoreReaches(
  { newImpressions, newEngagements }: Pick<Stagnation, 'newImpressions' | 'newEngagements'>,
  threshold: number,
): boolean {
  if (threshold <= 0) return true
  if (newImpressions === 0) return threshold <= 1
  const { numerator, denominator } = decimalFraction(threshold)
  // 1 - 20 e/i >= n/d  ⇔  20 e d <= (d - n) i
  const left = BigInt(scorePerRate) * BigInt(newEngagements) * denominator
  return left <= (denominator - numerator) * BigInt(newImpressions)
}

/** The fraction that a positive number's shortest decimal notation stands for. */
function decimalFraction(value: number): { numerator: bigint; denominator: bigint } {
  const [mantissa = '0', exponent = '0'] = String(value).split('e')
  const [whole = '0', decimals = ''] = mantissa.split('.')
  const shift = Number(exponent) - decimals.length
  const digits = BigInt(whole + decimals)
  return shift >= 0
    ? { numerator: digits * 10n ** BigInt(shift), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-shift) }
}
