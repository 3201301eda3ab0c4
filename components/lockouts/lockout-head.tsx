'use client'

import Link from 'next/link'
import type { LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { formatPlace } from '#lib/shared/format-count.ts'
import { formatLength, formatMoment, formatSpan } from '#lib/shared/format-time.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { useNow, useZone } from '../ui/clock.tsx'
import { Due, Since } from '../ui/time-text.tsx'

/** The lockout's one sentence and what surrounds it. */
export function LockoutHead({ view, onNote }: { view: LockoutView; onNote?: () => void }) {
  const { lockout } = view
  const nowMs = useNow()
  const zone = useZone()
  return (
    <div className="head">
      <div>
        <p className="crumb">
          <Link className="under" href="/lockouts">
            Lockouts
          </Link>{' '}
          / <span className="mono">{lockout.lockoutId.slice(-6)}</span>
          <span>
            {' '}
            ·{' '}
            <Link className="under" href={`/accounts/${encodeURIComponent(lockout.accountId)}`}>
              {lockout.handle}
            </Link>
          </span>
        </p>
        <h1>
          <span className="mr-2 align-[2px]">
            {lockout.status === 'active' ? (
              <Badge tone="locked" icon="locked">
                Locked out
              </Badge>
            ) : (
              <Badge tone="plain" icon="unlocked">
                Reset
              </Badge>
            )}
          </span>
          {lockoutTitle(view, formatMoment(lockout.openedAtMs, nowMs, zone))}
        </h1>
        <LockoutMeta view={view} />
      </div>
      {onNote !== undefined && (
        <div className="end">
          <Button size="small" onClick={onNote}>
            Note <kbd aria-hidden="true">n</kbd>
          </Button>
        </div>
      )}
    </div>
  )
}

function LockoutMeta({ view }: { view: LockoutView }) {
  const { lockout, brief } = view
  const reviewAtMs = lockout.upheld?.reviewAtMs ?? null
  return (
    <p className="meta mt-1.5">
      {lockout.reset === null ? (
        <span>
          Open{' '}
          <b>
            <Since atMs={lockout.openedAtMs} />
          </b>
        </span>
      ) : (
        <span>
          Was open <b>{formatSpan(lockout.reset.atMs - lockout.openedAtMs)}</b>
        </span>
      )}
      {reviewAtMs !== null && lockout.reset === null && <Due act="Review" atMs={reviewAtMs} />}
      {lockout.ordinalInDay > 1 && (
        <span>
          <b>{formatPlace(lockout.ordinalInDay)} in 24&nbsp;h</b>
        </span>
      )}
      <span className="no-phone">
        Policy <b>{lockout.policyVersion}</b>
      </span>
      <span className="no-phone">
        Brief <b className="mono">{brief.digest.slice(0, 6)}</b>
      </span>
      <span className="no-phone">
        Version <b>{lockout.version}</b>
      </span>
    </p>
  )
}

function lockoutTitle({ lockout }: LockoutView, at: string): string {
  const { handle, cause, tripped, openedBy } = lockout
  switch (cause) {
    case 'velocity_tier_3':
      if (tripped === null) return `${handle}: tier 3 was reached at ${at}`
      return `${handle}: ${tripped.actionCount} actions in ${formatLength(tripped.spanMs)} reached tier 3 at ${at}`
    case 'probation_breached':
      return `${handle}: one edit more than its probation admits, at ${at}`
    case 'kill_switch':
      return `${handle}: locked by ${openedBy?.name ?? 'a person'} at ${at}`
  }
}
