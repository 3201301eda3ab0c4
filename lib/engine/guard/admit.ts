import { dayMs } from '../policy/needed-count.ts'
import type { ActionCategory } from '../policy/policy.ts'
import { firstNotBefore } from './first-not-before.ts'
import { appendBounded } from './append-bounded.ts'
import type { GuardState } from './state.ts'

/** What the state must know of an action that is admitted, at its decision or by a person's approval. */
export interface Admission {
  readonly actionType: string
  readonly targetId: string
  readonly category: ActionCategory
  readonly edit: boolean
  /** Reads and people's actions use up no budget. */
  readonly budgeted: boolean
}

/** How many admitted actions of a category are kept at least, for limits and patterns. */
const admittedCap = 500

/** The state with one more admitted action: its category's budget, the pace and the probation use it up. */
export function admit(state: GuardState, admission: Admission, atMs: number): GuardState {
  const { probation } = state
  const onProbation = probation && admission.edit && atMs < probation.endsAtMs
  return {
    ...state,
    admitted: admission.budgeted ? withAdmitted(state, admission, atMs) : state.admitted,
    lastAdmittedEditAtMs: admission.edit ? atMs : state.lastAdmittedEditAtMs,
    probation: onProbation ? { ...probation, admittedEdits: probation.admittedEdits + 1 } : probation,
  }
}

function withAdmitted(state: GuardState, admission: Admission, atMs: number): GuardState['admitted'] {
  const { category, actionType, targetId } = admission
  const earlier = state.admitted[category] ?? []
  const outdated = firstNotBefore(earlier, atMs - dayMs)
  const kept = appendBounded(earlier, { atMs, actionType, targetId }, admittedCapOf(state), outdated)
  return { ...state.admitted, [category]: kept }
}

/** Enough for every limit of the policy to be exact: a limit needs to know no more than itself. */
function admittedCapOf({ policy }: GuardState): number {
  const daily = policy?.constraints.map(({ dailyLimit, hourlyLimit }) =>
    Math.max(dailyLimit ?? 0, hourlyLimit ?? 0),
  )
  const { dailyPerCategory = 0, hourlyPerCategory = 0 } = policy?.limits ?? {}
  return Math.max(admittedCap, dailyPerCategory ?? 0, hourlyPerCategory ?? 0, ...(daily ?? []))
}
