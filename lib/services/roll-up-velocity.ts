import { findStale, rollUpStreams, stepStreams } from '../store/roll-up-velocity.ts'
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
    let waiting = page.streams
    while (waiting.length > 0 && !isStopped()) {
      const unfinished = await rollUpStreams(runtime.database, waiting.slice(0, stepStreams))
      waiting = [...unfinished, ...waiting.slice(stepStreams)]
    }
    rolledUp += page.streams.length
    afterId = page.nextId
  }
  return rolledUp
}
