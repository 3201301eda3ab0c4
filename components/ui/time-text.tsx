'use client'

import { formatMoment, formatSpan, formatSpanShort } from '#lib/shared/format-time.ts'
import { useNow, useZone } from './clock.tsx'

/** A moment in the reader's zone: "03:02:50", with the day when it is not today. */
export function Moment({ atMs, precision = 'second' }: { atMs: number; precision?: 'second' | 'minute' }) {
  const zone = useZone()
  const nowMs = useNow()
  return <time dateTime={new Date(atMs).toISOString()}>{formatMoment(atMs, nowMs, zone, precision)}</time>
}

/** How long since, exactly: "11 min 18 s". */
export function Since({ atMs }: { atMs: number }) {
  return <>{formatSpan(useNow() - atMs)}</>
}

/** How long until, exactly; "0 s" when it has passed. */
export function Until({ atMs }: { atMs: number }) {
  return <>{formatSpan(atMs - useNow())}</>
}

const soonMs = 30 * 60_000

/** A due time in words: "Review in 18 min" (amber under 30 min), "Review overdue 6 min" (red). */
export function Due({ act, atMs }: { act: string; atMs: number }) {
  const nowMs = useNow()
  const zone = useZone()
  const leftMs = atMs - nowMs
  const isOver = leftMs < 0
  const look = isOver ? 'due over' : leftMs < soonMs ? 'due soon' : 'due'
  return (
    <time className={look} dateTime={new Date(atMs).toISOString()} title={formatMoment(atMs, nowMs, zone)}>
      {isOver ? `${act} overdue ${formatSpanShort(-leftMs)}` : `${act} in ${formatSpanShort(leftMs)}`}
    </time>
  )
}
