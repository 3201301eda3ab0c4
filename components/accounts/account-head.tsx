'use client'

import Link from 'next/link'
import type { LockOutAccount } from '#lib/client/lockout-actions.ts'
import type { SetPolicyMode } from '#lib/client/policy-actions.ts'
import type { SetStopOrder } from '#lib/client/stop-order-actions.ts'
import type { AccountRow } from '#lib/contracts/views/account-row.ts'
import type { AccountView } from '#lib/contracts/views/account-view.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import { formatSpan } from '#lib/shared/format-time.ts'
import { accountTitle } from '../guard/account-title.ts'
import { LockOutButton } from '../guard/lock-out-button.tsx'
import { StateBadge } from '../guard/state-badge.tsx'
import { Badge } from '../ui/badge.tsx'
import { useNow, useZone } from '../ui/clock.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment, Since, Until } from '../ui/time-text.tsx'
import { ModeButton } from './mode-button.tsx'
import { StopButton } from './stop-button.tsx'

interface AccountHeadProps {
  readonly account: AccountRow
  readonly agents: readonly string[]
  readonly lastReset: AccountView['lastReset']
  readonly viewer: Viewer
  readonly lockOutAccount: LockOutAccount
  readonly setStopOrder: SetStopOrder
  readonly setPolicyMode: SetPolicyMode
}

/** The account's one sentence, what surrounds it, and the kill switch. */
export function AccountHead(props: AccountHeadProps) {
  const { account, lastReset, viewer, lockOutAccount } = props
  const nowMs = useNow()
  const zone = useZone()
  return (
    <div className="head">
      <div>
        <p className="crumb">
          <Link className="under" href="/accounts">
            Accounts
          </Link>{' '}
          / {account.handle}
          {account.policy !== null && (
            <span>
              · policy{' '}
              <Link className="under" href={`/policies?account=${encodeURIComponent(account.accountId)}`}>
                {account.policy.version}
              </Link>
            </span>
          )}
          {account.recorded && <span> · recorded trace</span>}
        </p>
        <h1>
          <span className="mr-2 align-[2px]">
            <StateBadge account={account} />
          </span>
          {accountTitle(account, nowMs, zone)}
        </h1>
        <p className="meta mt-1.5">
          {account.policy?.mode === 'shadow' && (
            <Badge tone="unknown" icon="shadow">
              Shadow: recorded, not enforced
            </Badge>
          )}
          <HeadFacts account={account} lastReset={lastReset} />
        </p>
      </div>
      <div className="end">
        {viewer.role === 'lead' && (
          <>
            <ModeButton account={account} setPolicyMode={props.setPolicyMode} />
            <StopButton account={account} agents={props.agents} setStopOrder={props.setStopOrder} />
          </>
        )}
        {account.lockout === null ? (
          viewer.role !== 'viewer' && <LockOutButton account={account} lockOutAccount={lockOutAccount} />
        ) : (
          <Link className="btn danger" href={`/lockouts/${encodeURIComponent(account.lockout.lockoutId)}`}>
            <Icon name="locked" />
            Open the lockout
          </Link>
        )}
      </div>
    </div>
  )
}

function HeadFacts({ account, lastReset }: Pick<AccountHeadProps, 'account' | 'lastReset'>) {
  return (
    <>
      {account.lockout !== null && (
        <span>
          Open{' '}
          <b>
            <Since atMs={account.lockout.openedAtMs} />
          </b>
        </span>
      )}
      {account.probation !== null && (
        <span>
          Probation ends in{' '}
          <b>
            <Until atMs={account.probation.endsAtMs} />
          </b>
        </span>
      )}
      {lastReset !== null && (
        <>
          <span>
            Reset <Moment atMs={lastReset.atMs} /> by <b>{lastReset.by.name}</b>
          </span>
          <span className="no-phone">
            Locked before that for <b>{formatSpan(lastReset.lockedForMs)}</b>
          </span>
        </>
      )}
      <span>
        {account.lastAttemptAtMs === null ? (
          'No attempt yet'
        ) : (
          <>
            Last attempt <Moment atMs={account.lastAttemptAtMs} />
          </>
        )}
      </span>
    </>
  )
}
