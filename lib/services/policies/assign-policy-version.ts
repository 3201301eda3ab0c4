import type { AssignPolicyInput, SetPolicyModeInput } from '../../contracts/policy-actions.ts'
import type { Actor } from '../../engine/guard/commands.ts'
import type { Policy } from '../../engine/policy/policy.ts'
import { AppError } from '../../shared/app-error.ts'
import { assignPolicy } from '../accounts/assign-policy.ts'
import { policyVersion } from '../accounts/policy-version.ts'
import { readGuard } from '../read-guard.ts'
import type { Runtime } from '../runtime.ts'
import { readPolicyText } from './read-policy-text.ts'

type PolicyRuntime = Pick<Runtime, 'accounts' | 'clock' | 'decideDeadlineMs'>
type Member = Pick<Actor, 'id' | 'name' | 'role'>

/**
 * Puts accounts under a policy from their next decision on; those that are under this very version stay as they are.
 * @throws AppError `forbidden` unless a lead asks; `invalid_request` with every fault of the document;
 * `version_conflict` naming the accounts that somebody else changed meanwhile, before any is changed; `unknown_account`.
 */
export async function assignPolicyVersion(
  runtime: PolicyRuntime,
  actor: Member,
  { document, accounts }: AssignPolicyInput,
): Promise<{ readonly version: string; readonly assigned: readonly string[] }> {
  refuseOthers(actor)
  const policy = readPolicyText(document)
  const version = policyVersion(policy)
  const current = await Promise.all(
    accounts.map(async ({ accountId, seenVersion }) => {
      const { state } = await runtime.accounts.read(accountId)
      return { accountId, seenVersion, version: state.policyVersion }
    }),
  )
  const moved = current.filter((each) => each.version !== each.seenVersion)
  if (moved.length > 0) {
    const names = moved.map((each) => `${each.accountId} is under ${each.version ?? 'no policy'}`)
    throw new AppError('version_conflict', `Somebody else changed it meanwhile: ${names.join(', ')}.`)
  }
  const due = current.filter((each) => each.version !== version).map(({ accountId }) => accountId)
  for (const accountId of due) await assignPolicy(runtime, accountId, policy, { by: personOf(actor) })
  return { version, assigned: due }
}

/**
 * Lets an account's policy enforce, or only record what it would have done; anything else of it stays.
 * @throws AppError `forbidden` unless a lead asks; `unknown_account`.
 */
export async function setPolicyMode(
  runtime: PolicyRuntime,
  actor: Member,
  { accountId, mode }: SetPolicyModeInput,
): Promise<string> {
  refuseOthers(actor)
  const { policy } = await readGuard(runtime, accountId)
  const changed: Policy = { ...policy, mode }
  if (policy.mode === mode) return policyVersion(policy)
  return assignPolicy(runtime, accountId, changed, { by: personOf(actor) })
}

function refuseOthers({ role }: Member): void {
  if (role !== 'lead') throw new AppError('forbidden', 'Only a lead can change a policy.')
}

function personOf({ id, name }: Member) {
  return { id, name }
}
