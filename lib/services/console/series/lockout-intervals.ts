import type { IntervalView } from '#lib/contracts/views/account-row.ts'
import type { GuardState } from '#lib/engine/guard/state.ts'
import type { CountMark } from './windowed-counts.ts'

/** When the account was locked out, as its state remembers: the newest lockouts, the active one up to `nowMs`. */
export function lockoutIntervals(state: GuardState, nowMs: number): IntervalView[] {
  const closed = state.closedLockouts.map((lockout) => ({
    fromMs: lockout.openedAtMs,
    toMs: lockout.closedAtMs,
  }))
  return state.lockout ? [...closed, { fromMs: state.lockout.openedAtMs, toMs: nowMs }] : closed
}

/** Counted attempts and resets in the order of the stream: what a windowed count is computed from. */
export function countMarks(
  attempts: readonly { readonly seq: number; readonly atMs: number; readonly counted: boolean }[],
  resets: readonly { readonly seq: number; readonly atMs: number }[],
): CountMark[] {
  return [
    ...attempts
      .filter(({ counted }) => counted)
      .map(({ seq, atMs }) => ({ seq, atMs, kind: 'counted' as const })),
    ...resets.map(({ seq, atMs }) => ({ seq, atMs, kind: 'reset' as const })),
  ].sort((left, right) => left.seq - right.seq)
}
