import { minuteMs } from '../../engine/policy/needed-count.ts'
import { listAccountIds, listBusyAccountIds } from '../../store/queries/list-accounts.ts'
import type { ConsoleContext } from './console-context.ts'

/** The longest window of the presets: what was before it brings no tier of theirs nearer. */
const busyMs = 15 * minuteMs

/**
 * Accounts among which the `limit` closest to a lockout are: those that are locked, in a tier or in probation, and
 * those that were busiest lately, which may be one action away without ever having changed their tier.
 */
export async function listClosestIds(
  { database: { prisma } }: ConsoleContext,
  limit: number,
  nowMs: number,
): Promise<readonly string[]> {
  const [known, busy] = await Promise.all([
    listAccountIds(prisma, limit),
    listBusyAccountIds(prisma, nowMs - busyMs, limit),
  ])
  return [...new Set([...known, ...busy])]
}
