import { listOverdueApprovals } from '../../store/queries/list-approvals.ts'
import { runActionCommand } from '../actions/run-action-command.ts'
import type { Runtime } from '../runtime.ts'

/** Held actions that one round writes down. */
const roundSize = 200

/**
 * Writes into the log what stored times have decided: held actions that ran out. Nothing depends on it, since every
 * answer and claim reads the stored time itself; the queue and the log say it sooner. Safe with many workers.
 */
export async function expireApprovals(
  runtime: Pick<Runtime, 'accounts' | 'database' | 'decideDeadlineMs' | 'clock'>,
  isStopping: () => boolean,
): Promise<void> {
  for (const { accountId, actionId } of await listOverdueApprovals(
    runtime.database.prisma,
    runtime.clock(),
    roundSize,
  )) {
    if (isStopping()) return
    await runActionCommand(runtime, { accountId, actionId, step: 'answered' }, (history) => ({
      type: 'sweep_action',
      history,
    }))
  }
}
