import type { OutcomeBody } from '../../contracts/api/grant-bodies.ts'
import type { Runtime } from '../runtime.ts'
import { refusedActionError } from './refused-action-error.ts'
import { runActionCommand } from './run-action-command.ts'

/**
 * Records what became of a claimed action, once. Resolves to false when keys changed meanwhile: check the agent's key
 * again.
 * @throws AppError `not_claimed`, `another_agents`, `not_found` or `cannot_decide`.
 */
export async function reportOutcome(
  runtime: Pick<Runtime, 'accounts' | 'database' | 'decideDeadlineMs'>,
  asked: {
    readonly accountId: string
    readonly actionId: string
    readonly agentId: string
    readonly authorityEpoch: number | null
    readonly outcome: OutcomeBody
  },
): Promise<boolean> {
  const { accountId, actionId, agentId, outcome } = asked
  const { status, errorCode = null, reference = null, detail = null } = outcome
  const result = await runActionCommand(
    runtime,
    { accountId, actionId, step: 'settled' },
    (history) => ({ type: 'report_outcome', agentId, history, status, errorCode, reference, detail }),
    asked.authorityEpoch,
  )
  if (result.kind === 'refused') throw refusedActionError(accountId, actionId, result.reasons[0])
  return result.kind === 'accepted'
}
