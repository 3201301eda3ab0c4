import type { Transaction } from '../database.ts'
import type { AccountChange } from './account-change.ts'
import { projectApprovals } from './project-approvals.ts'
import { projectBriefs } from './project-briefs.ts'
import { projectDeliveries } from './project-deliveries.ts'
import { projectLockouts } from './project-lockouts.ts'
import { projectTransitions } from './project-transitions.ts'

/**
 * Brings every read model of the accounts up to their new events, in the transaction that appends them. Only
 * lockouts cost statements of their own; the rest are a few for any number of accounts.
 */
export async function projectAccounts(
  transaction: Transaction,
  changes: readonly AccountChange[],
): Promise<void> {
  await openAccounts(transaction, changes)
  await updateAccounts(transaction, changes)
  await projectTransitions(transaction, changes)
  await projectLockouts(transaction, changes)
  await projectBriefs(transaction, changes)
  await projectApprovals(transaction, changes)
  await projectDeliveries(transaction, changes)
}

async function openAccounts(transaction: Transaction, changes: readonly AccountChange[]): Promise<void> {
  const data = changes.flatMap(({ events }) =>
    events.flatMap(({ event, atMs }) => {
      if (event.type !== 'account_opened') return []
      const { accountId, name, handle, recorded } = event.data
      return [{ id: accountId, name, handle, recorded, createdAt: new Date(atMs) }]
    }),
  )
  if (data.length > 0) await transaction.account.createMany({ data })
}

async function updateAccounts(transaction: Transaction, changes: readonly AccountChange[]): Promise<void> {
  const states = changes.map(({ state }) => state)
  await transaction.$executeRawUnsafe(
    updateAccountRows,
    states.map(({ accountId }) => accountId),
    states.map(({ policy }) => policy?.name ?? null),
    states.map(({ policyVersion }) => policyVersion),
    states.map(({ policy }) => policy?.mode ?? null),
    states.map(({ tier }) => tier),
    states.map(({ lockout }) => lockout?.lockoutId ?? null),
    states.map(({ probation }) => (probation ? BigInt(probation.endsAtMs) : null)),
    states.map(({ lastDecidedAtMs }) => (lastDecidedAtMs > 0 ? BigInt(lastDecidedAtMs) : null)),
  )
}

const updateAccountRows = `
UPDATE account SET
  policy_name = item.policy_name, policy_version = item.policy_version, policy_mode = item.policy_mode,
  tier = item.tier, lockout_id = item.lockout_id,
  probation_ends_at = timestamptz 'epoch' + item.probation_ends_ms * interval '1 millisecond',
  last_decided_at = timestamptz 'epoch' + item.last_decided_ms * interval '1 millisecond'
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
  AS item (id, policy_name, policy_version, policy_mode, tier, lockout_id, probation_ends_ms, last_decided_ms)
WHERE account.id = item.id`
