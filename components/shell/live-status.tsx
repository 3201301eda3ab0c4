'use client'

import { formatClock, formatSpanShort, formatZone } from '#lib/shared/format-time.ts'
import { useNow, useZone } from '../ui/clock.tsx'
import { useLiveControl } from './live-context.tsx'

/** "Live · 03:14:08 CET"; dashed "as of 03:09:46, 4 min old" when updates stay away. */
export function LiveStatus() {
  const { status, lastAtMs } = useLiveControl()
  const zone = useZone()
  const nowMs = useNow()
  const clock = `${formatClock(nowMs, zone)} ${formatZone(nowMs, zone)}`
  return (
    <span className="live" data-state={status} title={`Times are in ${zone}`}>
      <i aria-hidden="true" />
      <span>{statusText(status, lastAtMs, nowMs, zone, clock)}</span>
    </span>
  )
}

function statusText(
  status: ReturnType<typeof useLiveControl>['status'],
  lastAtMs: number | null,
  nowMs: number,
  zone: string,
  clock: string,
): string {
  switch (status) {
    case 'connecting':
      return `Connecting · ${clock}`
    case 'live':
      return `Live · ${clock}`
    case 'paused':
      return lastAtMs === null ? 'Paused' : `Paused at ${formatClock(lastAtMs, zone)}`
    case 'stale':
      return lastAtMs === null
        ? 'No live updates'
        : `as of ${formatClock(lastAtMs, zone)}, ${formatSpanShort(nowMs - lastAtMs)} old`
  }
}
