import type { AccountRow } from '#lib/contracts/views/account-row.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { formatMoment } from '#lib/shared/format-time.ts'

/** "enforce would have blocked 3, held 1 and locked out at 03:02:50, in the last hour". */
export function shadowText(
  { blocked, held, paced, lockoutAtMs }: AccountRow['lastHour']['shadow'],
  nowMs: number,
  zone: string,
): string {
  const parts = [
    ...(blocked > 0 ? [`blocked ${formatCount(blocked)}`] : []),
    ...(held > 0 ? [`held ${formatCount(held)}`] : []),
    ...(paced > 0 ? [`paced ${formatCount(paced)}`] : []),
    ...(lockoutAtMs === null ? [] : [`locked out at ${formatMoment(lockoutAtMs, nowMs, zone)}`]),
  ]
  if (parts.length === 0) return 'enforce would have refused nothing in the last hour'
  const last = parts.pop() ?? ''
  const listed = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
  return `enforce would have ${listed}, in the last hour`
}
