'use client'

import { useId, useState } from 'react'
import type { SetStopOrder } from '#lib/client/stop-order-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import { scopeName, type StopScope } from '#lib/contracts/stop-scope.ts'
import type { StopOrdersView } from '#lib/contracts/views/stop-orders-view.ts'
import { useNow } from '../ui/clock.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Field, TextAreaField, TextField } from '../ui/field.tsx'
import { useToast } from '../ui/toast.tsx'
import { StopPreview, useStopPreview } from './stop-preview.tsx'
import { scopeText, scopeTyped, scopeWord } from './stop-words.ts'

interface StopDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  /** What it starts with; can be changed. */
  readonly scope: StopScope
  readonly known: StopOrdersView['known']
  readonly setStopOrder: SetStopOrder
}

const ends = {
  never: 'A lead lifts it',
  '1': '1 hour',
  '4': '4 hours',
  '24': '24 hours',
  at: 'A time…',
} as const
type End = keyof typeof ends

/** Sets a stop order: what, why, until when, and what it would have refused, before it is confirmed. */
export function StopDialog({ open, onOpenChange, scope: first, known, setStopOrder }: StopDialogProps) {
  const [kind, setKind] = useState(first.kind)
  const [name, setName] = useState(scopeName(first) ?? '')
  const [reason, setReason] = useState('')
  const [end, setEnd] = useState<End>('never')
  const [endAt, setEndAt] = useState('')
  const nowMs = useNow()
  const toast = useToast()
  const scope = scopeTyped(kind, name)
  const preview = useStopPreview(open ? scope : null)
  const act = useAct(setStopOrder, () => {
    onOpenChange(false)
    setReason('')
    toast('The stop order is in force')
  })
  const { fields } = act.refusal ?? {}
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={scope === null ? 'Set a stop order' : `Stop: ${scopeText(scope)}`}
      description="Agents’ and Interlock’s own actions in this scope are refused from the next decision on, in every process. People’s own actions still pass."
      confirmLabel="Set the stop order"
      busy={act.busy || preview.data === null}
      onConfirm={() => {
        if (scope !== null) act.run({ scope, reason, expiresAtMs: endMs(end, endAt, nowMs) })
      }}
    >
      <ScopeFields kind={kind} name={name} known={known} onKind={setKind} onName={setName} />
      <StopPreview scope={scope} preview={preview} />
      <TextAreaField
        label="Why"
        measure="for everyone who meets it"
        error={fields?.['reason']}
        rows={2}
        value={reason}
        onChange={setReason}
      />
      <Field label="Until" error={fields?.['expiresAtMs']}>
        {(control) => (
          <select {...control} value={end} onChange={(event) => setEnd(event.target.value as End)}>
            {Object.entries(ends).map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </select>
        )}
      </Field>
      {end === 'at' && (
        <TextField
          label="Ends at"
          type="datetime-local"
          value={endAt}
          onChange={(event) => setEndAt(event.target.value)}
        />
      )}
      {act.refusal !== null && fields === undefined && (
        <p className="text-t3" role="alert">
          {act.refusal.message}
        </p>
      )}
    </ConfirmDialog>
  )
}

interface ScopeFieldsProps {
  readonly kind: StopScope['kind']
  readonly name: string
  readonly known: StopOrdersView['known']
  readonly onKind: (kind: StopScope['kind']) => void
  readonly onName: (name: string) => void
}

function ScopeFields({ kind, name, known, onKind, onName }: ScopeFieldsProps) {
  const list = useId()
  return (
    <>
      <Field label="Stop">
        {(control) => (
          <select
            {...control}
            value={kind}
            onChange={(event) => {
              onKind(event.target.value as StopScope['kind'])
              onName('')
            }}
          >
            {Object.entries(scopeWord).map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </select>
        )}
      </Field>
      {kind !== 'everything' && (
        <>
          <TextField
            label={`${scopeWord[kind]}, exactly`}
            className="mono"
            list={list}
            value={name}
            onChange={(event) => onName(event.target.value)}
          />
          <datalist id={list}>
            {namesOf(kind, known).map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </>
      )}
    </>
  )
}

function namesOf(kind: StopScope['kind'], known: StopOrdersView['known']): readonly string[] {
  if (kind === 'account') return known.accounts.map(({ accountId }) => accountId)
  if (kind === 'agent') return known.agents
  return kind === 'action_type' ? known.actionTypes : []
}

function endMs(end: End, endAt: string, nowMs: number): number | null {
  if (end === 'never') return null
  if (end !== 'at') return nowMs + Number(end) * 3_600_000
  // An empty or half-typed time is refused as one that has passed, not read as "never".
  const atMs = new Date(endAt).getTime()
  return Number.isNaN(atMs) ? 0 : atMs
}
