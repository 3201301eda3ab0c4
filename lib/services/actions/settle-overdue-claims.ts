import { outcomeDeadlineMs } from '../../engine/action/decide-claim.ts'
import { minuteMs } from '../../engine/policy/needed-count.ts'
import { listOverdueClaims } from '../../store/queries/list-overdue-claims.ts'
import type { Runtime } from '../runtime.ts'
import { runActionCommand } from './run-action-command.ts'

/** Claims that one round writes down. */
const roundSize = 200
/** An event may be written this long after the time it carries, by a process that was slow. */
const lateWriteMs = minuteMs

/**
 * Writes into the log that the outcome of a claim is unknown once its deadline has passed. Nothing depends on it, since
 * every reading compares the stored deadline itself; the log and the console say it. Safe with many workers.
 * @param fromMs Claims before it have been settled by an earlier round; 0 at first.
 * @returns The `fromMs` of the next round.
 */
export async function settleOverdueClaims(
  runtime: Pick<Runtime, 'accounts' | 'database' | 'decideDeadlineMs' | 'clock'>,
  fromMs: number,
  isStopping: () => boolean,
): Promise<number> {
  const untilMs = runtime.clock() - outcomeDeadlineMs
  const claims = await listOverdueClaims(runtime.database.reads, fromMs, untilMs, roundSize)
  for (const { accountId, actionId, claimedAtMs } of claims) {
    if (isStopping()) return claimedAtMs
    await runActionCommand(runtime, { accountId, actionId, step: 'settled' }, (history) => ({
      type: 'sweep_action',
      history,
    }))
  }
  const last = claims.length === roundSize ? claims.at(-1) : undefined
  return last?.claimedAtMs ?? Math.max(fromMs, untilMs - lateWriteMs)
}
