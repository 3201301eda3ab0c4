import { minuteMs } from '../policy/needed-count.ts'
import { assert } from '../../shared/assert.ts'
import type { DecisionContext, DecisionResult, DraftStatement, Refusal, ResetAttempt } from './commands.ts'
import type { ResetStatement } from './events.ts'
import { personOf, resetRequestMs } from './decide-lockout.ts'
import { resetConditions, type ResetCondition, type ResetConditionId } from './reset-conditions.ts'
import type { ActiveLockout, GuardState } from './state.ts'

/**
 * Resets a lockout when all six conditions hold; else refuses with every one that is missing, and who could
 * meet it. The count starts afresh, and probation begins when the policy has one.
 */
export function decideReset(
  state: GuardState,
  lockout: ActiveLockout,
  attempt: ResetAttempt,
  { nowMs }: DecisionContext,
): DecisionResult {
  const unmet = resetConditions(state, lockout, attempt, nowMs).filter(({ status }) => status !== 'met')
  if (unmet.length > 0) return { kind: 'refused', reasons: unmet.map(refusalOf) }
  const probation = state.policy?.lockout.probation
  return {
    kind: 'accepted',
    events: [
      {
        type: 'lockout_reset',
        data: {
          lockoutId: lockout.lockoutId,
          by: personOf(attempt.actor),
          secondReviewer: lockout.request?.vote?.approved ? lockout.request.vote.by : null,
          statement: statementOf(attempt.statement),
          briefDigest: lockout.briefDigest,
          probationEndsAtMs: probation ? nowMs + probation.minutes * minuteMs : null,
        },
      },
    ],
  }
}

/** What must hold before a second reviewer is asked: all that the first can do alone but the typed handle. */
const beforeAsking: readonly ResetConditionId[] = [
  'reviewer',
  'claim_and_version',
  'brief_acknowledged',
  'statement',
]

/** Asks for a second reviewer for this very reset: lockout, version, brief, policy and statement. */
export function decideResetRequest(
  state: GuardState,
  lockout: ActiveLockout,
  attempt: ResetAttempt,
  { nowMs, newId }: DecisionContext,
): DecisionResult {
  const typed = { ...attempt, typedHandle: state.handle }
  const unmet = resetConditions(state, lockout, typed, nowMs).filter(
    ({ id, status }) => beforeAsking.includes(id) && status !== 'met',
  )
  if (unmet.length > 0) return { kind: 'refused', reasons: unmet.map(refusalOf) }
  return {
    kind: 'accepted',
    events: [
      {
        type: 'reset_requested',
        data: {
          lockoutId: lockout.lockoutId,
          requestId: newId(),
          by: personOf(attempt.actor),
          statement: statementOf(attempt.statement),
          version: lockout.version,
          briefDigest: lockout.briefDigest,
          policyVersion: state.policyVersion ?? '',
          expiresAtMs: nowMs + resetRequestMs,
        },
      },
    ],
  }
}

/** A statement whose condition is met has a reason. */
function statementOf({ reasonCode, ...rest }: DraftStatement): ResetStatement {
  assert(reasonCode !== '', 'a met statement has a reason')
  return { reasonCode, ...rest }
}

function refusalOf(condition: ResetCondition): Refusal {
  const message = condition.detail === '' ? condition.title : `${condition.title}. ${condition.detail}`
  const { id, who, metAtMs } = condition
  return { code: 'condition_missing', message, who, metAtMs, condition: id }
}
