'use client'

import { useState } from 'react'
import type { LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { Button } from '../ui/button.tsx'
import { TextAreaField, TextField } from '../ui/field.tsx'
import { Moment } from '../ui/time-text.tsx'
import type { Decision } from './use-decision.ts'

export const upholdButtonId = 'uphold'

/** Confirms that the lockout is right; it stays, with an optional note and time of review. */
export function UpholdForm({ view, decision }: { view: LockoutView; decision: Decision }) {
  const [note, setNote] = useState('')
  const [reviewAt, setReviewAt] = useState('')
  const { upheld } = view.lockout
  const { fields } = decision.uphold.refusal ?? {}
  return (
    <div className="grid gap-2 px-4 pb-3.5">
      {upheld !== null && (
        <p>
          Upheld by <b>{upheld.by.name}</b>, <Moment atMs={upheld.atMs} />
          {upheld.note !== '' && <>: “{upheld.note}”</>}
          {upheld.reviewAtMs !== null && (
            <>
              {' '}
              Review <Moment atMs={upheld.reviewAtMs} precision="minute" />
            </>
          )}
        </p>
      )}
      <Button
        id={upholdButtonId}
        tone="primary"
        disabled={decision.uphold.busy}
        onClick={() => decision.uphold.run(note, reviewAt === '' ? null : new Date(reviewAt).getTime())}
      >
        {upheld === null ? 'Uphold the lockout' : 'Uphold again'}
        <kbd aria-hidden="true">u</kbd>
      </Button>
      <details>
        <summary className="dim text-12 tap cursor-pointer">
          It stays locked. Review date and note are optional
        </summary>
        <TextField
          label="Review at"
          type="datetime-local"
          value={reviewAt}
          onChange={(event) => setReviewAt(event.target.value)}
          error={fields?.['reviewAtMs']}
        />
        <TextAreaField label="Note" error={fields?.['note']} rows={2} value={note} onChange={setNote} />
      </details>
    </div>
  )
}
