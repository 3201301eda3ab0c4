'use client'

import Link from 'next/link'
import type { AccountRow, TierDistance } from '#lib/contracts/views/account-row.ts'
import { formatClock } from '#lib/shared/format-time.ts'
import { Sparkline } from '../charts/sparkline.tsx'
import { useZone } from '../ui/clock.tsx'
import { AccountRemark } from './account-remark.tsx'
import { LockoutDistance, ShortDistance, TierLeft } from './distance-cells.tsx'
import { StateBadge } from './state-badge.tsx'

interface AccountsTableProps {
  readonly accounts: readonly AccountRow[]
  readonly selectedId: string | null
}

/** Accounts as rows whose columns compare: state, last hour, what is left to each limit. */
export function AccountsTable({ accounts, selectedId }: AccountsTableProps) {
  const zone = useZone()
  const first = accounts[0]
  const limits = sharedLimits(accounts)
  return (
    <table className="flow">
      <thead>
        <tr>
          <th style={{ width: 150 }}>State</th>
          <th className="only-phone" />
          <th style={{ width: 235 }}>Account</th>
          <th style={{ width: 215 }}>
            {first === undefined ? 'Last hour' : formatClock(first.spark.fromMs, zone, 'minute')}
            <span className="float-right">now</span>
          </th>
          <LimitHead word="To lockout" limit={limits.tier_3} />
          <LimitHead word="To tier 2" limit={limits.tier_2} />
          <LimitHead word="To tier 1" limit={limits.tier_1} />
          <th className="num" style={{ width: 72 }}>
            Agents
          </th>
          <th>Remark</th>
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <AccountLine
            key={account.accountId}
            account={account}
            limits={limits}
            selected={account.accountId === selectedId}
          />
        ))}
      </tbody>
    </table>
  )
}

function LimitHead({ word, limit }: { word: string; limit: string | null }) {
  return (
    <th className="num" style={{ width: 110 }}>
      {word}
      <br />
      <span className="faint">{limit ?? 'by its policy'}</span>
    </th>
  )
}

interface AccountLineProps {
  readonly account: AccountRow
  readonly limits: ReturnType<typeof sharedLimits>
  readonly selected: boolean
}

function AccountLine({ account, limits, selected }: AccountLineProps) {
  return (
    <tr className={selected ? 'sel' : ''} data-row={account.accountId}>
      <td>
        <StateBadge account={account} />
      </td>
      <td className="num only-phone nw">
        <ShortDistance account={account} />
      </td>
      <td className="full">
        <Link className="h" href={`/accounts/${encodeURIComponent(account.accountId)}`}>
          {account.handle}
        </Link>{' '}
        {account.recorded && <span className="faint">recorded</span>}
      </td>
      <td className="hide py-1!">
        <AccountSpark account={account} />
      </td>
      <td className="num hide">
        <LockoutDistance account={account} shared={limits.tier_3 !== null} />
      </td>
      <td className="num hide">
        <TierLeft account={account} tier="tier_2" shared={limits.tier_2 !== null} />
      </td>
      <td className="num hide">
        <TierLeft account={account} tier="tier_1" shared={limits.tier_1 !== null} />
      </td>
      <td className="num hide">{account.lastHour.agents}</td>
      <td className="full dim">
        <AccountRemark account={account} />
      </td>
    </tr>
  )
}

function AccountSpark({ account }: { account: AccountRow }) {
  const { spark, probation } = account
  const threshold = account.tiers.find((each) => each.tier === 'tier_3')?.threshold
  if (threshold === undefined) return null
  const hatched = [
    ...spark.locked.map((each) => ({ ...each, id: 'hatch' })),
    ...(probation === null
      ? []
      : [{ fromMs: probation.startedAtMs, toMs: Math.min(spark.toMs, probation.endsAtMs), id: 'hatch-p' }]),
  ]
  return <Sparkline range={spark} steps={spark.points} threshold={threshold} hatched={hatched} />
}

/** "15 in 5 min" when all accounts have the same limit; null when their policies differ. */
function sharedLimits(accounts: readonly AccountRow[]): Record<TierDistance['tier'], string | null> {
  const of = (tier: TierDistance['tier']): string | null => {
    const words = new Set(
      accounts.flatMap((account) =>
        account.tiers
          .filter((each) => each.tier === tier)
          .map((each) => `${each.threshold} in ${each.windowMinutes}\u00a0min`),
      ),
    )
    return words.size === 1 ? ([...words][0] ?? null) : null
  }
  return { tier_1: of('tier_1'), tier_2: of('tier_2'), tier_3: of('tier_3') }
}
