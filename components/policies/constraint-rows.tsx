'use client'

import type { ActionCategory, Constraint } from '#lib/engine/policy/policy.ts'
import { Button } from '../ui/button.tsx'
import { type Draft, faultAt, fieldAt, withField } from './draft.ts'
import type { PolicyFormProps } from './policy-form.tsx'
import { NumberField, SwitchField, WordField, WordsField } from './policy-fields.tsx'

const categories: readonly ActionCategory[] = [
  'content_modification',
  'seo_optimization',
  'competitor_response',
  'social_amplification',
  'strategy_change',
  'system_configuration',
]

/** The constraints of the draft: each can be changed and removed, and new ones added. */
export function ConstraintRows(form: PolicyFormProps) {
  const { draft, onDraft, disabled } = form
  const list = listOf(draft)
  return (
    <fieldset>
      <legend>Constraints</legend>
      {list.length === 0 && <p className="dim">None: velocity, limits and patterns alone decide.</p>}
      {list.map((constraint, index) => (
        // A row is its place in the list; its id is a field like any other.
        <ConstraintRow key={index} form={form} constraint={constraint} index={index} />
      ))}
      {!disabled && (
        <div className="acts-left">
          <Button
            size="small"
            onClick={() => onDraft(withField(draft, ['constraints'], [...list, newConstraint(list)]))}
          >
            Add a constraint
          </Button>
        </div>
      )}
    </fieldset>
  )
}

function ConstraintRow({
  form,
  constraint,
  index,
}: {
  form: PolicyFormProps
  constraint: unknown
  index: number
}) {
  const { draft, onDraft, disabled } = form
  const id = fieldAt(constraint, ['id'])
  const name = typeof id === 'string' ? id : String(index + 1)
  const at = (field: string) => ['constraints', index, field]
  return (
    <details className="constraint" open={faultCount(draft, index) > 0 || undefined}>
      <summary>
        <b className="mono">{name}</b> <span className="dim">{summaryOf(constraint)}</span>
      </summary>
      <div className="policy-grid">
        <WordField {...form} path={at('id')} label="Id" />
        <NumberField {...form} path={at('hourlyLimit')} label="Admitted" unit="an hour" />
        <NumberField {...form} path={at('dailyLimit')} label="Admitted" unit="a day" />
        <NumberField {...form} path={at('riskThreshold')} label="Combined risk at most" unit="0 to 1" />
        <NumberField {...form} path={at('autoApprovalThreshold')} label="Approval over risk" unit="0 to 1" />
        <NumberField {...form} path={at('maxContentLength')} label="Content at most" unit="characters" />
        <WordsField {...form} path={at('requiredKeywords')} label="Required words" />
      </div>
      <SwitchField {...form} path={at('approvalRequired')} label="Always needs approval" />
      <CategoryBoxes form={form} index={index} chosen={fieldAt(constraint, ['categories'])} />
      {!disabled && (
        <div className="acts-left">
          <Button
            size="small"
            aria-label={`Remove the constraint ${name}`}
            onClick={() =>
              onDraft(
                withField(
                  draft,
                  ['constraints'],
                  listOf(draft).filter((_, place) => place !== index),
                ),
              )
            }
          >
            Remove
          </Button>
        </div>
      )}
    </details>
  )
}

function CategoryBoxes({ form, index, chosen }: { form: PolicyFormProps; index: number; chosen: unknown }) {
  const { draft, onDraft, disabled } = form
  const path = ['constraints', index, 'categories']
  const list: readonly unknown[] = Array.isArray(chosen) ? chosen : []
  const fault = faultAt(draft, path)
  return (
    <div role="group" aria-label={`Categories of constraint ${String(index + 1)}`}>
      {categories.map((category) => (
        <label className="switch" key={category}>
          <input
            type="checkbox"
            disabled={disabled}
            checked={list.includes(category)}
            onChange={(event) =>
              onDraft(
                withField(
                  draft,
                  path,
                  event.target.checked ? [...list, category] : list.filter((each) => each !== category),
                ),
              )
            }
          />
          <span className="mono">{category}</span>
        </label>
      ))}
      {fault !== undefined && <p className="text-t3">Categories {fault}</p>}
    </div>
  )
}

function listOf(draft: Draft): readonly unknown[] {
  const list = fieldAt(draft.document, ['constraints'])
  return Array.isArray(list) ? list : []
}

function faultCount({ parsed }: Draft, index: number): number {
  return parsed.ok
    ? 0
    : parsed.issues.filter(({ path }) => path.startsWith(`constraints.${String(index)}.`)).length
}

function summaryOf(constraint: unknown): string {
  const number = (field: string, unit: string): string | null => {
    const value = fieldAt(constraint, [field])
    return typeof value === 'number' ? `${String(value)} ${unit}` : null
  }
  const limits = [number('hourlyLimit', 'an hour'), number('dailyLimit', 'a day')].filter(
    (each) => each !== null,
  )
  const approval = fieldAt(constraint, ['approvalRequired']) === true ? 'always needs approval' : null
  return [...limits, approval].filter((each) => each !== null).join(', ') || 'by risk alone'
}

/** A constraint that refuses nothing yet, under an id that is free. */
function newConstraint(list: readonly unknown[]): Constraint {
  const ids = new Set(list.map((each) => fieldAt(each, ['id'])))
  let number = 1
  while (ids.has(`custom_${String(number)}`)) number += 1
  return {
    id: `custom_${String(number)}`,
    categories: ['content_modification'],
    riskThreshold: 1,
    approvalRequired: false,
    autoApprovalThreshold: 1,
    dailyLimit: null,
    hourlyLimit: null,
    maxContentLength: null,
    requiredKeywords: [],
  }
}
