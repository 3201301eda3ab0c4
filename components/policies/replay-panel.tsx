'use client'

import { useRef, useState } from 'react'
import type { ReplayPolicy } from '#lib/client/policy-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { PolicyReplay } from '#lib/contracts/views/policies-view.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Panel } from '../ui/panel.tsx'
import type { Draft } from './draft.ts'
import { ReplayResult } from './replay-result.tsx'

interface ReplayPanelProps {
  readonly accountId: string
  readonly draft: Draft
  readonly replayPolicy: ReplayPolicy
}

const resets = ['10', '30', '60', 'never'] as const

/** What the draft would have done in the last 30 days, beside the policy in force. */
export function ReplayPanel({ accountId, draft, replayPolicy }: ReplayPanelProps) {
  const [resetAfter, setResetAfter] = useState<string>('30')
  const [result, setResult] = useState<{ replay: PolicyReplay; text: string } | null>(null)
  // What was asked is known only when the answer comes; the draft may have moved on by then.
  const asked = useRef('')
  const act = useAct(replayPolicy, (replay) => setResult({ replay, text: asked.current }))
  return (
    <Panel title="Replay of the last 30 days" sub="writes nothing">
      <div className="side-form">
        <Field label="Reset each lockout after">
          {(control) => (
            <select {...control} value={resetAfter} onChange={(event) => setResetAfter(event.target.value)}>
              {resets.map((each) => (
                <option key={each} value={each}>
                  {each === 'never' ? 'Never' : `${each} min`}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Button
          disabled={act.busy}
          unavailable={!draft.parsed.ok}
          onClick={() => {
            if (!draft.parsed.ok) return
            asked.current = draft.text
            act.run({
              accountId,
              document: draft.text,
              resetAfterMinutes: resetAfter === 'never' ? null : Number(resetAfter),
            })
          }}
        >
          {act.busy ? 'Replaying…' : 'Replay the proposed policy'}
        </Button>
        {act.refusal !== null && (
          <p className="text-t3" role="alert">
            {act.refusal.message}
          </p>
        )}
      </div>
      {result !== null && <ReplayResult replay={result.replay} isOld={result.text !== draft.text} />}
    </Panel>
  )
}
