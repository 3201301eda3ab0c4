import type { ActionDecided, GuardEvent } from '../engine/guard/events.ts'
import type { Policy } from '../engine/policy/policy.ts'
import { AppError } from '../shared/app-error.ts'
import { assert } from '../shared/assert.ts'
import { accountStream } from '../store/event-log/event-row.ts'
import { findDecisions, findPolicyBefore } from '../store/event-log/find-decisions.ts'
import { pooledQuery, type TailEvent } from '../store/event-log/load-streams.ts'
import type { DecisionSource } from './decision-view.ts'
import type { Runtime } from './runtime.ts'

/**
 * Finds the recorded decision of an action, from the log itself; null when there is none.
 * @throws AppError `cannot_decide` when the log cannot be read.
 */
export async function findRecordedAction(
  runtime: Pick<Runtime, 'database'>,
  accountId: string,
  actionId: string,
): Promise<DecisionSource | null> {
  const query = pooledQuery(runtime.database.reads)
  const stream = accountStream(accountId)
  try {
    const [found] = await findDecisions(query, [{ stream, actionId }])
    if (!found) return null
    const { decided, next } = found
    const policy = await findPolicyBefore(query, stream, decided.seq)
    assert(policy !== null, 'an action is decided under a policy')
    return {
      accountId,
      decided: JSON.parse(decided.body) as ActionDecided,
      escalation: escalationOf(next),
      policy: (JSON.parse(policy.body) as { policy: Policy }).policy,
      atMs: decided.atMs,
      seq: decided.seq,
      replayed: false,
    }
  } catch (error) {
    throw new AppError('cannot_decide', 'The log cannot be read now; nothing was admitted.', { cause: error })
  }
}

/** A change of tier follows its decision at once; anything else is not the decision's. */
function escalationOf(next: TailEvent | null): DecisionSource['escalation'] {
  if (next?.type !== 'tier_changed') return null
  return JSON.parse(next.body) as Extract<GuardEvent, { type: 'tier_changed' }>['data']
}
