'use client'

import { formatMoment } from '#lib/shared/format-time.ts'
import { useNow, useZone } from '../../ui/clock.tsx'

/** Writes moments in the reader's zone, with the day where it would be in doubt. */
export function useMoment(precision: 'second' | 'minute' = 'minute'): (atMs: number) => string {
  const zone = useZone()
  const nowMs = useNow()
  return (atMs) => formatMoment(atMs, nowMs, zone, precision)
}
