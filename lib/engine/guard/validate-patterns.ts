import { type CompiledPolicy, dayMs, hourMs } from '../policy/needed-count.ts'
import type { ActionTypeRule } from '../policy/policy.ts'
import type { ActionRequest, Reason } from './events.ts'
import { firstNotBefore } from './first-not-before.ts'
import type { AdmittedAction, GuardState } from './state.ts'

/** The patterns of domain.md, section 2, point 4, over admitted actions; one reason for each that shows. */
export function checkPatterns(
  state: GuardState,
  policy: CompiledPolicy,
  request: ActionRequest,
  rule: ActionTypeRule,
  nowMs: number,
): readonly Reason[] {
  const { patterns } = policy.policy
  if (!patterns) return []
  const reasons: Reason[] = []
  const onTarget = patterns.sameTypeOnTargetDaily
  if (onTarget !== null) {
    const count = countSame(state.admitted[rule.category] ?? [], request, nowMs - dayMs) + 1
    if (count > onTarget) {
      const message = `This would be ${request.actionType} number ${String(count)} on ${request.target.id} in 24 h, ${String(onTarget)} allowed`
      reasons.push({ code: 'pattern_same_type_on_target', message })
    }
  }
  const anyType = patterns.anyTypeHourly
  if (anyType !== null) {
    const count = countAll(state, nowMs - hourMs) + 1
    if (count > anyType) {
      const message = `This would be action number ${String(count)} of any type in an hour, ${String(anyType)} allowed`
      reasons.push({ code: 'pattern_any_type_hourly', message })
    }
  }
  for (const [one, other] of patterns.conflictingPairs) {
    const opposite = request.actionType === one ? other : request.actionType === other ? one : null
    if (opposite !== null && wasDone(state, opposite, request.target.id, nowMs - dayMs)) {
      const message = `${request.actionType} conflicts with ${opposite} on ${request.target.id} within 24 h`
      reasons.push({ code: 'pattern_conflicting_pair', message })
    }
  }
  return reasons
}

function countSame(admitted: readonly AdmittedAction[], request: ActionRequest, sinceMs: number): number {
  const { actionType } = request
  const targetId = request.target.id
  let count = 0
  // By index: this walks hundreds of actions for each decision of a busy account.
  for (let index = firstNotBefore(admitted, sinceMs); index < admitted.length; index += 1) {
    const action = admitted[index]
    if (action?.targetId === targetId && action.actionType === actionType) count += 1
  }
  return count
}

function countAll(state: GuardState, sinceMs: number): number {
  let count = 0
  for (const admitted of Object.values(state.admitted)) {
    count += admitted.length - firstNotBefore(admitted, sinceMs)
  }
  return count
}

function wasDone(state: GuardState, actionType: string, targetId: string, sinceMs: number): boolean {
  return Object.values(state.admitted).some((admitted) =>
    admitted.some(
      (action) => action.atMs >= sinceMs && action.actionType === actionType && action.targetId === targetId,
    ),
  )
}
