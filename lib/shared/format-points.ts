/** A change in fractions of 1 with the ends of its interval. */
interface Change {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** Percentage points of a fraction with its sign: "+2.8", "−0.4", "0.0". */
export function formatPoints(fraction: number, decimals: number): string {
  const digits = Math.abs(fraction * 100).toFixed(decimals)
  if (Number(digits) === 0) return digits
  return `${fraction < 0 ? '−' : '+'}${digits}`
}

/** A change in percentage points, never without its interval: "+2.8 (+1.3 to +4.4)". */
export function formatChange({ estimate, low, high }: Change): string {
  // Narrow intervals would round to nothing.
  const decimals = high - low < 0.01 ? 2 : 1
  const [value, from, to] = [estimate, low, high].map((each) => formatPoints(each, decimals))
  return `${value ?? ''} (${from ?? ''} to ${to ?? ''})`
}
