import type { Transaction } from '../database.ts'
import type { AccountChange } from './account-change.ts'

/** Adds a row for each change of tier. */
export async function projectTransitions(
  transaction: Transaction,
  changes: readonly AccountChange[],
): Promise<void> {
  const data = changes.flatMap(({ accountId, events }) =>
    events.flatMap(({ event, seq, atMs }) => {
      if (event.type !== 'tier_changed') return []
      const { from, tier, action, executor, riskClass, confidence, rationale, policyVersion } = event.data
      return [
        {
          accountId,
          seq: BigInt(seq),
          at: new Date(atMs),
          fromTier: from,
          toTier: tier,
          action,
          executor,
          riskClass,
          confidence,
          rationale,
          policyVersion,
        },
      ]
    }),
  )
  if (data.length > 0) await transaction.tierTransition.createMany({ data })
}
