import type { ResetReasonCode } from '#lib/engine/guard/events.ts'
import type { LockoutView, ResetConditionView } from '#lib/contracts/views/lockout-view.ts'

/** What a reviewer has put down for a reset so far. */
export interface ResetDraft {
  readonly reasonCode: ResetReasonCode | ''
  readonly note: string
  readonly handle: string
  /** Null: no override. */
  readonly override: string | null
}

export const emptyDraft: ResetDraft = { reasonCode: '', note: '', handle: '', override: null }

/** What of the lockout's view the conditions depend on. */
type Known = Pick<LockoutView, 'conditions' | 'request'> & { readonly lockout: { readonly handle: string } }

/** Shortest note, and shortest reason of an override, in characters. */
export const leastNote = 20

/** Whether reason, note and handle are all there. */
export function isStatementComplete(draft: ResetDraft, handle: string): boolean {
  return draft.reasonCode !== '' && draft.note.trim().length >= leastNote && draft.handle === handle
}

/**
 * The six conditions as they stand with this draft: the server knows all but what is typed here. An override meets
 * "agents quiet" and asks for a second reviewer instead.
 */
export function conditionsWith(draft: ResetDraft, view: Known): ResetConditionView[] {
  return view.conditions.map((condition) => {
    switch (condition.id) {
      case 'statement_and_handle':
        return isStatementComplete(draft, view.lockout.handle)
          ? met(condition)
          : { ...condition, status: 'missing', detail: lacking(draft, view.lockout.handle) }
      case 'agents_quiet':
        return withOverride(condition, draft)
      case 'second_reviewer':
        return withSecondReviewer(condition, draft, view)
      case 'reviewer_signed_in':
      case 'claim_and_version':
      case 'brief_acknowledged':
        return condition
    }
  })
}

/** What a reviewer has yet to put down, as one sentence. */
function lacking(draft: ResetDraft, handle: string): string {
  const short = leastNote - draft.note.trim().length
  const parts = [
    draft.reasonCode === '' ? 'choose a reason' : '',
    short > 0 ? `write ${short} more ${short === 1 ? 'character' : 'characters'}` : '',
    draft.handle === handle ? '' : 'type the whole handle',
  ].filter((part) => part !== '')
  return `You can do this now: ${parts.join(', ')}`
}

/** "2 missing, 1 waiting"; empty when all are met. */
export function unmetText(conditions: readonly ResetConditionView[]): string {
  const count = (status: ResetConditionView['status']): number =>
    conditions.filter((each) => each.status === status).length
  const parts = [`${count('missing')} missing`, `${count('waiting')} waiting`]
  return parts.filter((part) => !part.startsWith('0')).join(', ')
}

function met(condition: ResetConditionView): ResetConditionView {
  return { ...condition, status: 'met', detail: null, earliestAtMs: null }
}

function withOverride(condition: ResetConditionView, draft: ResetDraft): ResetConditionView {
  if (condition.status === 'met' || draft.override === null) return condition
  if (draft.override.trim().length >= leastNote)
    return { ...met(condition), title: 'Agents quiet: overridden, with its own reason' }
  return condition
}

function withSecondReviewer(
  condition: ResetConditionView,
  draft: ResetDraft,
  view: Known,
): ResetConditionView {
  if (draft.override === null || condition.status !== 'met') return condition
  const { request } = view
  const isApproved =
    request?.voidBecause === null && request.override !== null && request.vote?.approved === true
  if (isApproved) return condition
  const isAsked = request?.voidBecause === null && request.override !== null && request.vote === null
  return {
    ...condition,
    status: isAsked ? 'waiting' : 'missing',
    title: 'A second reviewer, because of the override',
    detail: isAsked ? 'Asked. Any reviewer but you' : 'Ask one below; any reviewer but you',
    earliestAtMs: null,
  }
}
