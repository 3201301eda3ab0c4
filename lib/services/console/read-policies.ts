import type { AccountPolicyView, PoliciesView } from '../../contracts/views/policies-view.ts'
import { policyChanges } from '../../engine/policy/policy-changes.ts'
import type { RecordedEvent } from '../../engine/guard/events.ts'
import { AppError } from '../../shared/app-error.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { listAccountRows } from '../../store/list-accounts.ts'
import { readTransitions } from '../../store/queries/read-transitions.ts'
import type { ConsoleContext } from './console-context.ts'

const listedVersions = 50

/** Every account with the policy that it is under. */
export async function readPolicies(context: ConsoleContext): Promise<PoliciesView> {
  const rows = await listAccountRows(context.database)
  return {
    asOfMs: context.now(),
    accounts: rows.map(({ id, handle, recorded, policyName: name, policyVersion: version, policyMode }) => ({
      accountId: id,
      handle,
      recorded,
      policy:
        name !== null && version !== null
          ? { name, version, mode: policyMode === 'shadow' ? 'shadow' : 'enforce' }
          : null,
    })),
  }
}

/** The policy in force on one account, and its versions. Throws `not_found`. */
export async function readAccountPolicy(
  context: ConsoleContext,
  accountId: string,
): Promise<AccountPolicyView> {
  const [states, events] = await Promise.all([
    context.states.read([accountId]),
    // One more than is listed, for the difference of the last one.
    readTransitions(context.database.reads, accountStream(accountId), 0, listedVersions + 1, [
      'policy_assigned',
    ]),
  ])
  const state = states.get(accountId)
  if (!state) throw new AppError('not_found', `There is no account ${accountId}.`)
  return {
    asOfMs: context.now(),
    accountId,
    handle: state.handle,
    version: state.policyVersion,
    policy: state.policy,
    versions: events.slice(0, listedVersions).flatMap((one, index) => versionRow(one, events[index + 1])),
  }
}

function versionRow(
  { seq, atMs, event }: RecordedEvent,
  older: RecordedEvent | undefined,
): AccountPolicyView['versions'] {
  if (event.type !== 'policy_assigned') return []
  const { policyVersion: version, policy, by } = event.data
  const before = older?.event.type === 'policy_assigned' ? older.event.data.policy : null
  return [
    {
      seq,
      atMs,
      version,
      name: policy.name,
      mode: policy.mode,
      by,
      changes: before === null ? [] : [...policyChanges(before, policy)],
      isFirst: before === null,
    },
  ]
}
