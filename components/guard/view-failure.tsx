'use client'

import type { View } from '#lib/client/use-view.ts'
import { formatClock, formatSpanShort } from '#lib/shared/format-time.ts'
import { Button } from '../ui/button.tsx'
import { useNow, useZone } from '../ui/clock.tsx'
import { StaleNote } from '../ui/page-note.tsx'

/** Says that what is shown is old, since the last read failed; nothing when it did not. */
export function ViewFailure({
  view,
  asOfMs,
}: {
  view: Pick<View<unknown>, 'failure' | 'retry'>
  asOfMs: number
}) {
  const nowMs = useNow()
  const zone = useZone()
  if (view.failure === null) return null
  return (
    <StaleNote>
      as of {formatClock(asOfMs, zone)}, {formatSpanShort(nowMs - asOfMs)} old: {view.failure.message}
      {view.failure.requestId !== undefined && (
        <>
          {' '}
          (request <span className="mono">{view.failure.requestId}</span>)
        </>
      )}{' '}
      <Button size="small" onClick={view.retry}>
        Retry
      </Button>
    </StaleNote>
  )
}
