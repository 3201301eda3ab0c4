'use client'

import type { AccountRow } from '#lib/contracts/views/account-row.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { formatMoment, formatSpan, formatSpanShort } from '#lib/shared/format-time.ts'
import { shadowText } from './shadow-text.ts'
import { Badge } from '../ui/badge.tsx'
import { useNow, useZone } from '../ui/clock.tsx'

const quietMs = 60 * 60_000

/** What to know of an account at a glance, in one line. */
export function AccountRemark({ account }: { account: AccountRow }) {
  const nowMs = useNow()
  const zone = useZone()
  if (account.policy?.mode === 'shadow' && account.lockout === null) {
    return (
      <>
        <Badge tone="unknown" icon="shadow">
          Shadow
        </Badge>{' '}
        {shadowText(account.lastHour.shadow, nowMs, zone)}
      </>
    )
  }
  const remark = remarkText(account, nowMs, zone)
  return remark === null ? <span className="no-phone faint">Within limits</span> : <>{remark}</>
}

function remarkText(account: AccountRow, nowMs: number, zone: string): string | null {
  const { lockout, probation, lastHour } = account
  if (account.state === 'unknown') return 'Its state could not be read just now'
  if (account.state === 'locked_out' && lockout !== null) return lockedText(lockout, nowMs, zone)
  if (probation !== null) {
    return `${probation.admittedEdits} of ${probation.maxActions} edits used, ${formatSpan(probation.endsAtMs - nowMs)} left`
  }
  if (account.state === 'tier_2' && account.holdsEdits)
    return `${formatNoun(lastHour.held, 'edit')} held in the last hour`
  if (account.state === 'tier_1' && account.paceIntervalMs !== null) {
    return `One edit per ${Math.round(account.paceIntervalMs / 1000)}\u00a0s, ${lastHour.paced} refused as paced`
  }
  if (account.lastAttemptAtMs === null) return 'No action yet'
  const quiet = nowMs - account.lastAttemptAtMs
  return quiet > quietMs ? `No action for ${formatSpan(quiet)}` : null
}

function lockedText(lockout: NonNullable<AccountRow['lockout']>, nowMs: number, zone: string): string {
  const { upheld, attemptCount, lastAttemptAtMs } = lockout
  const tried =
    attemptCount === 0 || lastAttemptAtMs === null
      ? 'No attempt since'
      : `${formatNoun(attemptCount, 'attempt')} refused since, last ${formatSpanShort(nowMs - lastAttemptAtMs)} ago`
  if (upheld === null) return tried
  const review =
    upheld.reviewAtMs === null ? '' : `, review ${formatMoment(upheld.reviewAtMs, nowMs, zone, 'minute')}`
  return `Upheld by ${upheld.by.name}${review}. ${tried}`
}
