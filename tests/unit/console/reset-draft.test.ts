import { describe, expect, it } from 'vitest'
import { conditionsWith, emptyDraft, unmetText, type ResetDraft } from '#components/lockouts/reset-draft.ts'
import {
  resetConditionIds,
  type LockoutView,
  type ResetConditionView,
} from '#lib/contracts/views/lockout-view.ts'

type Status = ResetConditionView['status']
type Known = Pick<LockoutView, 'conditions' | 'request'> & { readonly lockout: { readonly handle: string } }

const complete: ResetDraft = {
  reasonCode: 'agent_stopped',
  note: 'The vendor has switched it off',
  handle: '@northwind',
  override: null,
}

function view(
  statuses: Partial<Record<ResetConditionView['id'], Status>> = {},
  request: LockoutView['request'] = null,
): Known {
  const conditions = resetConditionIds.map((id) => ({
    id,
    status: statuses[id] ?? (id === 'statement_and_handle' ? ('missing' as const) : ('met' as const)),
    title: id,
    detail: null,
    earliestAtMs: null,
  }))
  return { conditions, request, lockout: { handle: '@northwind' } }
}

function statusesWith(draft: ResetDraft, known: Known): Record<string, Status> {
  return Object.fromEntries(conditionsWith(draft, known).map(({ id, status }) => [id, status]))
}

describe('the six conditions with a draft', () => {
  it('are all met once reason, note and handle are there', () => {
    expect(unmetText(conditionsWith(emptyDraft, view()))).toBe('1 missing')
    expect(unmetText(conditionsWith(complete, view()))).toBe('')
  })

  it.each([
    ['no reason', { reasonCode: '' as const }, /choose a reason$/],
    ['a note of 19 characters', { note: 'a'.repeat(19) }, /write 1 more character$/],
    ['blanks for a note', { note: ' '.repeat(30) }, /write 20 more characters$/],
    ['another handle', { handle: '@Northwind' }, /type the whole handle$/],
  ])('miss the statement with %s, and say so', (_name, part, detail) => {
    const condition = conditionsWith({ ...complete, ...part }, view()).find(
      (each) => each.id === 'statement_and_handle',
    )
    expect(condition?.status).toBe('missing')
    expect(condition?.detail).toMatch(detail)
  })

  it('take an override with a reason for quiet agents, and then ask for a second reviewer', () => {
    const noisy = view({ agents_quiet: 'missing' })
    expect(statusesWith({ ...complete, override: 'short' }, noisy)).toMatchObject({ agents_quiet: 'missing' })
    expect(statusesWith({ ...complete, override: 'It is a campaign that we know of' }, noisy)).toMatchObject({
      agents_quiet: 'met',
      second_reviewer: 'missing',
    })
  })

  it('wait for the second reviewer who was asked, until they approve', () => {
    const draft = { ...complete, override: 'It is a campaign that we know of' }
    const asked: NonNullable<LockoutView['request']> = {
      requestId: 'r',
      by: { id: 'a', name: 'A' },
      atMs: 0,
      expiresAtMs: 1,
      reasonCode: 'agent_stopped',
      note: null,
      override: 'It is a campaign that we know of',
      vote: null,
      voidBecause: null,
    }
    const vote = { by: { id: 'b', name: 'B' }, approved: true, atMs: 1 }
    const second = (request: LockoutView['request']) =>
      statusesWith(draft, view({ agents_quiet: 'missing' }, request))['second_reviewer']
    expect(second(asked)).toBe('waiting')
    expect(second({ ...asked, vote })).toBe('met')
    expect(second({ ...asked, vote, voidBecause: 'its 30 min have passed' })).toBe('missing')
    expect(second({ ...asked, vote: { ...vote, approved: false } })).toBe('missing')
  })

  it('stay unmet when the server says so, whatever is typed', () => {
    const refused = view({
      reviewer_signed_in: 'missing',
      claim_and_version: 'missing',
      second_reviewer: 'waiting',
    })
    expect(unmetText(conditionsWith(complete, refused))).toBe('2 missing, 1 waiting')
  })
})
