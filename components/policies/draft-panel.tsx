'use client'

import { useState } from 'react'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Panel } from '../ui/panel.tsx'
import { type Draft, draftFromText, draftOf, faultAt } from './draft.ts'
import { PolicyForm } from './policy-form.tsx'

interface DraftPanelProps {
  readonly draft: Draft
  readonly onDraft: (draft: Draft) => void
  readonly isLead: boolean
  readonly inForce: Policy | null
  readonly isChanged: boolean
}

/** The proposed policy, as fields or as JSON; both are the same draft. */
export function DraftPanel({ draft, onDraft, isLead, inForce, isChanged }: DraftPanelProps) {
  const [asJson, setAsJson] = useState(false)
  const isReadable = draft.document !== null
  return (
    <Panel
      title={isLead ? 'Proposed policy' : 'Policy'}
      sub={isLead ? (isChanged ? 'changed, not in force' : 'as in force') : 'only leads change it'}
      end={
        <span className="choice" role="group" aria-label="Form">
          <Button size="small" aria-pressed={!asJson} onClick={() => setAsJson(false)}>
            Fields
          </Button>
          <Button size="small" aria-pressed={asJson} onClick={() => setAsJson(true)}>
            JSON
          </Button>
        </span>
      }
    >
      <div className="side-form">
        {isLead && <StartFrom inForce={inForce} onDraft={onDraft} />}
        {asJson ? (
          <JsonField draft={draft} onDraft={onDraft} disabled={!isLead} />
        ) : isReadable ? (
          <PolicyForm draft={draft} onDraft={onDraft} disabled={!isLead} />
        ) : (
          <p className="text-t3" role="status">
            The JSON {faultAt(draft, []) ?? 'cannot be read'}. Mend it there, or start again.
          </p>
        )}
      </div>
    </Panel>
  )
}

function StartFrom({ inForce, onDraft }: Pick<DraftPanelProps, 'inForce' | 'onDraft'>) {
  return (
    <div className="acts-left">
      <span className="dim">Start from</span>
      {inForce !== null && (
        <Button size="small" onClick={() => onDraft(draftOf(inForce))}>
          What is in force
        </Button>
      )}
      {Object.values(presets).map((preset) => (
        <Button key={preset.name} size="small" onClick={() => onDraft(draftOf(preset))}>
          {preset.name}
        </Button>
      ))}
    </div>
  )
}

function JsonField({
  draft,
  onDraft,
  disabled,
}: Pick<DraftPanelProps, 'draft' | 'onDraft'> & { disabled: boolean }) {
  return (
    <Field label="Policy as JSON" measure="what is left out comes from standard" error={faultAt(draft, [])}>
      {(control) => (
        <textarea
          {...control}
          className={`${control.className} mono`}
          rows={28}
          spellCheck={false}
          readOnly={disabled}
          value={draft.text}
          onChange={(event) => onDraft(draftFromText(event.target.value))}
        />
      )}
    </Field>
  )
}
