'use client'

import { useState, type ReactNode } from 'react'
import { Field } from '../ui/field.tsx'
import { type Draft, faultAt, fieldAt, withField } from './draft.ts'

/** A field of the draft, and how it changes. */
interface DraftField {
  readonly draft: Draft
  readonly onDraft: (draft: Draft) => void
  readonly path: readonly (string | number)[]
  readonly label: ReactNode
  readonly disabled: boolean
}

/** A number; an empty one is `null`, which switches the limit off, or is refused where there must be one. */
export function NumberField({ draft, onDraft, path, label, unit, disabled }: DraftField & { unit?: string }) {
  const value = fieldAt(draft.document, path)
  const [typed, setTyped] = useState<string | null>(null)
  // What was typed stays as typed ("0.", say) for as long as it means what the document holds.
  const text = typed !== null && numberOf(typed) === (value ?? null) ? typed : textOf(value)
  return (
    <Field label={label} measure={unit} error={faultAt(draft, path)}>
      {(control) => (
        <input
          {...control}
          inputMode="decimal"
          disabled={disabled}
          placeholder={value === null ? 'off' : ''}
          value={text}
          onChange={(event) => {
            setTyped(event.target.value)
            onDraft(withField(draft, path, numberOf(event.target.value)))
          }}
        />
      )}
    </Field>
  )
}

/** A text, such as a name. */
export function WordField({ draft, onDraft, path, label, disabled }: DraftField) {
  return (
    <Field label={label} error={faultAt(draft, path)}>
      {(control) => (
        <input
          {...control}
          disabled={disabled}
          value={textOf(fieldAt(draft.document, path))}
          onChange={(event) => onDraft(withField(draft, path, event.target.value))}
        />
      )}
    </Field>
  )
}

/** Texts, separated by commas. */
export function WordsField({ draft, onDraft, path, label, disabled }: DraftField) {
  const value = fieldAt(draft.document, path)
  const words = Array.isArray(value) ? value.map(String) : []
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed !== null && wordsOf(typed).join() === words.join() ? typed : words.join(', ')
  return (
    <Field label={label} error={faultAt(draft, path)}>
      {(control) => (
        <input
          {...control}
          disabled={disabled}
          value={text}
          onChange={(event) => {
            setTyped(event.target.value)
            onDraft(withField(draft, path, wordsOf(event.target.value)))
          }}
        />
      )}
    </Field>
  )
}

/** One of a few words. */
export function ChoiceField({
  draft,
  onDraft,
  path,
  label,
  disabled,
  choices,
}: DraftField & { choices: readonly (readonly [value: string, word: string])[] }) {
  return (
    <Field label={label} error={faultAt(draft, path)}>
      {(control) => (
        <select
          {...control}
          disabled={disabled}
          value={textOf(fieldAt(draft.document, path))}
          onChange={(event) => onDraft(withField(draft, path, event.target.value))}
        >
          {choices.map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** On or off; `on` is what it is set to, `true` unless given, and off is `off`. */
export function SwitchField({
  draft,
  onDraft,
  path,
  label,
  disabled,
  on = true,
  off = false,
}: DraftField & { on?: unknown; off?: unknown }) {
  const value = fieldAt(draft.document, path)
  return (
    <label className="switch">
      <input
        type="checkbox"
        disabled={disabled}
        checked={value !== off && value !== undefined}
        onChange={(event) => onDraft(withField(draft, path, event.target.checked ? on : off))}
      />
      <span>{label}</span>
    </label>
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** What is no number stays as it was typed, so that the draft says what is wrong with it. */
function numberOf(text: string): number | string | null {
  if (text.trim() === '') return null
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}

function wordsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
