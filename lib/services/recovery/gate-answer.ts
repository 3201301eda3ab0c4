import type { Verdict } from '../../engine/guard/events.ts'
import type { GateAnswer } from './recovery-ports.ts'

/** How long a dispatch waits before it asks again when the gate names no time, in ms. */
const askAgainMs = 5 * 60_000

/** What of a decision matters here. */
interface Decided {
  readonly verdict: Verdict
  readonly reasons: readonly { readonly code: string }[]
  readonly retryAfterMs: number | null
  readonly lockoutId: string | null
}

/** What the gate's decision means for a recovery action: go, wait and ask again, or be called off. */
export function gateAnswerOf(
  { verdict, reasons, retryAfterMs, lockoutId }: Decided,
  nowMs: number,
): GateAnswer {
  if (verdict === 'allow') return { kind: 'go' }
  const why = reasons[0]?.code ?? verdict
  // A held dispatch is not let through by waiting alone: it asks anew, and passes once nothing holds it.
  if (verdict === 'needs_approval') return { kind: 'wait', untilMs: nowMs + askAgainMs, why }
  if (reasons.every(({ code }) => code === 'paced')) {
    return { kind: 'wait', untilMs: nowMs + (retryAfterMs ?? askAgainMs), why }
  }
  return { kind: 'stop', why, lockoutId }
}
