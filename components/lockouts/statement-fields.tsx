'use client'

import { resetReasonCodes } from '#lib/engine/guard/events.ts'
import { reasonWord } from '../guard/words.ts'
import { Field, TextField } from '../ui/field.tsx'
import { leastNote } from './reset-draft.ts'
import type { Decision } from './use-decision.ts'

/** Reason, note and the account's handle typed out, each with what it still lacks. */
export function StatementFields({ decision, handle }: { decision: Decision; handle: string }) {
  const { draft, change } = decision
  const fields = decision.reset.refusal?.fields ?? {}
  const length = draft.note.trim().length
  return (
    <>
      <Field label="Reason" error={fields['statement.reasonCode']}>
        {(control) => (
          <select
            {...control}
            value={draft.reasonCode}
            onChange={(event) =>
              change({ reasonCode: resetReasonCodes.find((code) => code === event.target.value) ?? '' })
            }
          >
            <option value="">Choose a reason</option>
            {resetReasonCodes.map((code) => (
              <option key={code} value={code}>
                {reasonWord[code]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        label="Note"
        measure={`${length} characters, ${leastNote} needed`}
        error={fields['statement.note']}
      >
        {(control) => (
          <textarea
            {...control}
            rows={2}
            value={draft.note}
            onChange={(event) => change({ note: event.target.value })}
          />
        )}
      </Field>
      <TextField
        label={`Type ${handle}`}
        error={handleError(draft.handle, handle)}
        measure={draft.handle === handle ? 'typed out' : `${handle.length} characters`}
        className="mono"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={draft.handle}
        onChange={(event) => change({ handle: event.target.value })}
      />
    </>
  )
}

/** What is still to type, or that it went astray; nothing while untouched or complete. */
function handleError(typed: string, handle: string): string | undefined {
  if (typed === '' || typed === handle) return undefined
  if (!handle.startsWith(typed)) return 'Not this account’s handle'
  const left = handle.length - typed.length
  return `${left} ${left === 1 ? 'character' : 'characters'} left`
}
