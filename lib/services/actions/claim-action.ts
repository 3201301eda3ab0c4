import type { Grant } from '../../contracts/api/decision.ts'
import { assert } from '../../shared/assert.ts'
import type { Runtime } from '../runtime.ts'
import { refusedActionError } from './refused-action-error.ts'
import { runActionCommand } from './run-action-command.ts'

/** Which agent wants which grant. */
export interface ClaimAsked {
  readonly accountId: string
  readonly actionId: string
  readonly agentId: string
  /** The digest of what the agent is about to do; null when it does not say. */
  readonly digest: string | null
  /** The control epoch at which the agent's key was good. */
  readonly authorityEpoch: number | null
}

/**
 * Takes the single-use grant of an action right before acting; stop orders and lockout are checked again. Resolves to
 * null when keys changed meanwhile: check the agent's key again.
 * @throws AppError `grant_spent`, `lockout_in_force` and the other codes of a refused claim, which is recorded;
 * `not_found`; `cannot_decide`.
 */
export async function claimAction(
  runtime: Pick<Runtime, 'accounts' | 'database' | 'decideDeadlineMs'>,
  { accountId, actionId, agentId, digest, authorityEpoch }: ClaimAsked,
): Promise<Grant | null> {
  const result = await runActionCommand(
    runtime,
    { accountId, actionId, step: 'claimed' },
    (history) => ({ type: 'claim_action', agentId, digest, history }),
    authorityEpoch,
  )
  if (result.kind === 'authority_outdated') return null
  if (result.kind === 'refused') throw refusedActionError(accountId, actionId, result.reasons[0])
  const [recorded] = result.events
  assert(recorded !== undefined, 'an accepted claim is recorded')
  const { event, atMs } = recorded
  if (event.type === 'claim_refused') throw refusedActionError(accountId, actionId, event.data)
  assert(event.type === 'action_claimed', 'a claim is taken or refused')
  return {
    accountId,
    actionId,
    digest: event.data.digest,
    claimedAt: new Date(atMs).toISOString(),
    outcomeDueAt: new Date(event.data.deadlineAtMs).toISOString(),
  }
}
