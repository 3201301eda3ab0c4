import { hourMs, minuteMs } from '../../engine/policy/needed-count.ts'
import type { RecoveryPorts } from './recovery-ports.ts'

/** How long an ask that nobody has claimed is kept in mind: four times as long as a grant can be claimed. */
const claimableMs = hourMs
/** How often such an ask is looked at. */
const lookAgainMs = 5 * minuteMs

/**
 * Tells the gate what became of its grants, as far as the store says that it is owed; each once, however many workers
 * do so at once. An ask that nobody has claimed may yet be, by whoever was held up before it was left behind.
 */
export async function reportOutcomes(
  { outcomes, gate, clock }: Pick<RecoveryPorts, 'outcomes' | 'gate' | 'clock'>,
  onFailure: (error: unknown) => void,
  shouldStop: () => boolean = () => false,
): Promise<void> {
  for (const grant of await outcomes.listDue(clock.nowMs())) {
    if (shouldStop()) return
    try {
      const answer = await gate.report(grant)
      const nowMs = clock.nowMs()
      if (answer === 'unclaimed' && nowMs < grant.owedAtMs + claimableMs) {
        await outcomes.postpone(grant, nowMs + lookAgainMs)
      } else await outcomes.remove(grant)
    } catch (error) {
      onFailure(error)
    }
  }
}
