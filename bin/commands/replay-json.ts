import { signalsOf } from '#lib/engine/guard/velocity.ts'
import type { CompiledPolicy } from '#lib/engine/policy/needed-count.ts'
import type { ReplayedAction } from '#lib/services/replay-history.ts'

/** The line of `replay --json`; its names are fixed in the public interface. `file` is null when there is only one. */
export function replayJson(
  line: number,
  { accountId, actionId, decidedAtMs, decided, lockout, repeat }: ReplayedAction,
  policy: CompiledPolicy,
  file: string | null,
): string {
  const conflict = repeat === 'conflict'
  return JSON.stringify({
    ...(file === null ? {} : { file }),
    line,
    accountId,
    actionId,
    decidedAt: new Date(decidedAtMs).toISOString(),
    tier: decided.tier,
    signals: signalsOf(decided.counts, policy),
    verdict: conflict ? 'blocked' : decided.verdict,
    reasons: conflict ? ['action_conflict'] : decided.reasons.map(({ code }) => code),
    lockout: conflict ? null : lockout,
    confidence: decided.confidence,
    ...(decided.retryAfterMs === null ? {} : { retryAfterMs: decided.retryAfterMs }),
    ...(decided.shadow === null
      ? {}
      : {
          shadow: {
            verdict: decided.shadow.verdict,
            reasons: decided.shadow.reasons.map(({ code }) => code),
          },
        }),
    ...(repeat === null ? {} : { replayed: true }),
  })
}
