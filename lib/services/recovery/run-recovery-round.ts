import { listDueActions } from '../../store/recovery/actions.ts'
import { driveAction } from './drive-action.ts'
import type { RecoveryPorts } from './recovery-ports.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'
import { queuedAction } from './worker-ports.ts'

/** Actions of one round, and how many are driven at once: each waits mostly for its platform. */
const roundActions = 200
const atOnce = 16

/**
 * Drives every recovery action that has something to do, once; answers with how many there were. What fails (the
 * database, the gate) is told and met again in the next round.
 */
export async function runRecoveryRound(
  runtime: RecoveryRuntime,
  ports: RecoveryPorts,
  onFailure: (error: unknown) => void,
  shouldStop: () => boolean = () => false,
): Promise<number> {
  const due = [...(await listDueActions(runtime.database, runtime.clock(), roundActions))]
  const total = due.length
  const drive = async () => {
    for (let stored = due.shift(); stored && !shouldStop(); stored = due.shift()) {
      try {
        await driveAction(ports, await queuedAction(runtime, stored))
      } catch (error) {
        onFailure(error)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, drive))
  return total
}
