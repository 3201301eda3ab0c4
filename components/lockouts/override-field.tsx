'use client'

import { Field } from '../ui/field.tsx'
import { leastNote } from './reset-draft.ts'
import type { Decision } from './use-decision.ts'

/** Lets a reviewer reset although agents still ask, for a reason of its own and with a second reviewer. */
export function OverrideField({ decision, isQuiet }: { decision: Decision; isQuiet: boolean }) {
  const { override } = decision.draft
  if (isQuiet) return null
  if (override === null) {
    return (
      <button
        type="button"
        className="link under tap text-12"
        onClick={() => decision.change({ override: '' })}
      >
        Override with its own reason
      </button>
    )
  }
  return (
    <>
      <Field
        label="Reason of the override"
        measure={`${override.trim().length} characters, ${leastNote} needed`}
      >
        {(control) => (
          <textarea
            {...control}
            rows={2}
            value={override}
            onChange={(event) => decision.change({ override: event.target.value })}
          />
        )}
      </Field>
      <button
        type="button"
        className="link under tap text-12"
        onClick={() => decision.change({ override: null })}
      >
        Wait until they are quiet instead
      </button>
    </>
  )
}
