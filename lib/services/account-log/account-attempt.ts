import type { AccountEntry } from './account-entries.ts'
import { type AccountItem, stepKeyOf } from './account-item.ts'
import type { OutstandingItems } from './outstanding-items.ts'
import type { AccountPlan } from './plan-account.ts'

/** The commands of an account that are decided together. */
export interface TakenItems {
  readonly items: readonly AccountItem[]
  /** Those that take the same step of the same action as one of the items: answered from the log after it. */
  readonly repeats: readonly AccountItem[]
}

/** An account's plan on its way into the log, with all that is needed to try again. */
export interface Attempt extends TakenItems {
  readonly entry: AccountEntry
  readonly epoch: number
  readonly plan: AccountPlan
}

/** Commands of one account in one attempt. */
const attemptItems = 512

/** Takes what is next in an account's queue; commands whose authority is older than the epoch are sent back. */
export function takeItems(entry: AccountEntry, epoch: number, outstanding: OutstandingItems): TakenItems {
  const items: AccountItem[] = []
  const repeats: AccountItem[] = []
  const steps = new Set<string>()
  for (const item of entry.queue.splice(0, attemptItems)) {
    if (item.isSettled) continue
    if (item.authorityEpoch !== null && item.authorityEpoch !== epoch) {
      outstanding.settle(item, { kind: 'authority_outdated' })
    } else {
      const step = stepKeyOf(item)
      if (step !== null && steps.has(step)) repeats.push(item)
      else items.push(item)
      if (step !== null) steps.add(step)
    }
  }
  return { items, repeats }
}

/** Puts an attempt that was not written back to the head of its queue, in the order in which it came. */
export function putBack(entry: AccountEntry, { items, repeats }: TakenItems): void {
  entry.queue.unshift(...items, ...repeats)
}

/** Takes the attempt as written: the tip moves, everyone is answered or queued again. */
export function settleWritten({ entry, plan, repeats }: Attempt, outstanding: OutstandingItems): void {
  entry.tip = plan.tip
  settleOutcomes(plan, outstanding)
  const recorded = new Set(
    plan.outcomes.map((outcome) => (outcome.kind === 'recorded' ? stepKeyOf(outcome.item) : null)),
  )
  // Where the first was refused, the next in line may do better.
  const left = repeats.filter((item) => !recorded.has(stepKeyOf(item)))
  for (const item of repeats) if (!left.includes(item)) outstanding.settle(item, { kind: 'repeated' })
  entry.queue.unshift(...left)
}

/** Answers every command of a plan. */
export function settleOutcomes({ outcomes }: AccountPlan, outstanding: OutstandingItems): void {
  for (const outcome of outcomes) outstanding.settle(outcome.item, outcome)
}
