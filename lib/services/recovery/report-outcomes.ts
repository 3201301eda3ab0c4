import { dayMs, hourMs, minuteMs } from '../../engine/policy/needed-count.ts'
import type { RecoveryPorts } from './recovery-ports.ts'

/**
 * How long an ask that nobody has claimed is kept in mind. A grant can be claimed for 15 minutes; clocks that disagree
 * by hours must not make it forgotten sooner.
 */
const keptMs = dayMs
/** How soon such an ask is looked at again: well within the gate's deadline while a claim is likely, then seldom. */
const lookAgainMs = (ageMs: number) => (ageMs < hourMs ? 5 * minuteMs : hourMs)

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
      const ageMs = nowMs - grant.owedAtMs
      if (answer === 'unclaimed' && ageMs < keptMs) {
        await outcomes.postpone(grant, nowMs + lookAgainMs(ageMs))
      } else await outcomes.remove(grant)
    } catch (error) {
      onFailure(error)
    }
  }
}
