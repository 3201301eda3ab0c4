import type { ActionLife } from './action-life.ts'

/**
 * From when an action counts to cooldown, frequency and budget, in ms: its first attempt. One that still waits for
 * it counts from `nowMs`, for it may be dispatched at any moment from now on.
 */
export function initiatedAtMs(life: ActionLife, nowMs: number): number {
  return life.firstAttemptAtMs ?? nowMs
}
