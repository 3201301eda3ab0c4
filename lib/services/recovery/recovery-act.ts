import type { Refusal } from '../../engine/guard/commands.ts'
import { formatClock, formatDay } from '../../shared/format-time.ts'

/** What a person's act on recovery came to: done, or why not. */
export type RecoveryAct<Value = null> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly reasons: readonly Refusal[] }

export const done = { kind: 'done', value: null } as const

/** The act is not possible (any more), in a sentence. */
export function refusedAct(message: string): Extract<RecoveryAct, { kind: 'refused' }> {
  return { kind: 'refused', reasons: [{ code: 'version_conflict', message, who: null, metAtMs: null }] }
}

/** When somebody else acted, for a refusal: these sentences are made where the reader's zone is not known. */
export function actedAt(atMs: number): string {
  return `${formatDay(atMs, 'UTC')} ${formatClock(atMs, 'UTC')} UTC`
}
