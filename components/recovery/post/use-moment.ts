'use client'

import { formatMoment } from '#lib/shared/format-time.ts'
import { useNow, useZone } from '../../ui/clock.tsx'

/** Writes moments in the reader's zone, with the day where it would be in doubt: now, or beside an earlier one. */
export function useMoment(
  precision: 'second' | 'minute' = 'minute',
): (atMs: number, besideMs?: number) => string {
  const zone = useZone()
  const nowMs = useNow()
  return (atMs, besideMs = atMs) => {
    const isFarApart = atMs - besideMs > nowMs - atMs
    return formatMoment(atMs, isFarApart ? besideMs : nowMs, zone, precision)
  }
}
