import type { ArmView, RecoveryComparisonView } from '../../contracts/views/recovery-comparison-view.ts'
import { differenceOfArms, meanChange, neededPosts } from '../../engine/recovery/compare-arms.ts'
import type { Difference } from '../../engine/recovery/difference-interval.ts'
import {
  countMeasuring,
  listGoverningAccounts,
  readArms,
  type StoredArm,
} from '../../store/queries/read-arms.ts'
import type { ConsoleContext } from '../console/console-context.ts'

/** Treated against held-out posts, over all accounts. */
export async function readComparison(
  context: Pick<ConsoleContext, 'database' | 'states' | 'now'>,
): Promise<RecoveryComparisonView> {
  const { reads } = context.database
  const [arms, measuring, governing] = await Promise.all([
    readArms(reads),
    countMeasuring(reads),
    listGoverningAccounts(reads),
  ])
  const states = await context.states.read(governing)
  const { treated, heldOut } = arms
  return {
    asOfMs: context.now(),
    treated: armView(treated, measuring.treated),
    heldOut: armView(heldOut, measuring.heldOut),
    difference: liftOf(differenceOfArms(treated, heldOut)),
    neededPosts,
    hasHoldout: [...states.values()].some(({ policy }) => (policy?.recovery.holdoutFraction ?? 0) > 0),
  }
}

function armView(arm: StoredArm, measuring: number): ArmView {
  const { posts, changes: episodes, inconclusive } = arm
  return { posts, episodes, inconclusive, measuring, change: liftOf(meanChange(arm)) }
}

function liftOf(difference: Difference | null) {
  return difference && { estimate: difference.value, low: difference.low, high: difference.high }
}
