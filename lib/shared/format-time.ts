const nbsp = '\u00a0'
const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const halfYear = 182 * day

/** Time of day in a zone: "03:02:50", or "03:02" with `precision: 'minute'`. */
export function formatClock(atMs: number, zone: string, precision: 'second' | 'minute' = 'second'): string {
  return part(atMs, zone, {
    hour: '2-digit',
    minute: '2-digit',
    ...(precision === 'second' && { second: '2-digit' }),
  })
}

/** Day in a zone: "22 Nov". */
export function formatDay(atMs: number, zone: string): string {
  return part(atMs, zone, { day: 'numeric', month: 'short' }).replace(' ', nbsp)
}

/** Time of day, with the day before it when that would be in doubt, and its year: "21 Nov 23:11:14", "9 Nov 2024 05:19". */
export function formatMoment(
  atMs: number,
  nowMs: number,
  zone: string,
  precision: 'second' | 'minute' = 'second',
): string {
  const clock = formatClock(atMs, zone, precision)
  const isToday = formatDay(atMs, zone) === formatDay(nowMs, zone)
  const distance = Math.abs(nowMs - atMs)
  // Half a clock round, 23:58 cannot be taken for anything but the last one, whatever day it is.
  const isPlain = distance < 12 * hour || (isToday && distance < day)
  if (isPlain) return clock
  // Half a year round, 21 Nov cannot be taken for anything but the nearest one.
  const year = distance < halfYear ? '' : `${nbsp}${part(atMs, zone, { year: 'numeric' })}`
  return `${formatDay(atMs, zone)}${year} ${clock}`
}

/** Length of time in its two largest units: "2 min 50 s", "5 h 2 min", "3 d 4 h", "0 s". Rounds down. */
export function formatSpan(spanMs: number): string {
  const ms = Math.max(0, spanMs)
  if (ms < minute) return `${Math.floor(ms / second)}${nbsp}s`
  if (ms < hour) return two(ms, minute, 'min', second, 's')
  if (ms < day) return two(ms, hour, 'h', minute, 'min')
  return two(ms, day, 'd', hour, 'h')
}

/** Length of something that is over, rounded to whole seconds: what a brief says too. */
export function formatLength(spanMs: number): string {
  return formatSpan(Math.round(spanMs / second) * second)
}

/** Length of time in its largest unit: "11 min", "5 h". */
export function formatSpanShort(spanMs: number): string {
  return formatSpan(spanMs).split(' ', 1)[0] ?? ''
}

/** Lease or countdown: "3:48". */
export function formatCountdown(spanMs: number): string {
  const total = Math.max(0, Math.ceil(spanMs / second))
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`
}

/** Short name of a zone at a moment: "CET", "GMT+1", "UTC". */
export function formatZone(atMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(
    atMs,
  )
  return parts.find((each) => each.type === 'timeZoneName')?.value ?? zone
}

function part(atMs: number, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options }).format(atMs)
}

function two(ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const whole = Math.floor(ms / large)
  const rest = Math.floor((ms % large) / small)
  const head = `${whole}${nbsp}${largeUnit}`
  return rest === 0 ? head : `${head} ${rest}${nbsp}${smallUnit}`
}
