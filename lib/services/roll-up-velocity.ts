import { findStale, rollUpStream } from '../store/roll-up-velocity.ts'
import type { Runtime } from './runtime.ts'

/**
 * Brings the per-minute roll-ups of every account up to its log; resolves to how many accounts had something new.
 * Safe to run in any number of workers, and to be cut off anywhere. `isStopped` ends it between two steps.
 */
export async function rollUpVelocity(
  runtime: Pick<Runtime, 'database'>,
  isStopped: () => boolean = () => false,
): Promise<number> {
  let rolledUp = 0
  for (let afterId: string | null = ''; afterId !== null && !isStopped();) {
    const page = await findStale(runtime.database, afterId)
    for (const stream of page.streams) {
      while (!isStopped() && (await rollUpStream(runtime.database, stream)));
      rolledUp += 1
    }
    afterId = page.nextId
  }
  return rolledUp
}
