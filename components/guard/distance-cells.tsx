import type { AccountRow, TierDistance } from '#lib/contracts/views/account-row.ts'
import { Icon } from '../ui/icon.tsx'
import { tierLook } from './words.ts'

interface DistanceProps {
  readonly account: AccountRow
  /** Whether the column's head names the limit, because all accounts share it. */
  readonly shared: boolean
}

/** How few are left for the number to be marked as close. */
const closeAt = 6

/** What is left to the lockout: to relock in probation when that is nearer; "locked" and "unknown" are words. */
export function LockoutDistance({ account, shared }: DistanceProps) {
  if (account.state === 'locked_out') return <span className="dim">locked</span>
  const distance = account.tiers.find((each) => each.tier === 'tier_3')
  if (account.state === 'unknown' || distance === undefined)
    return <Unknown known={account.state !== 'unknown'} />
  const relock = relockDistance(account)
  if (relock !== null && relock.left <= distance.left) {
    return <Left left={relock.left} word="to relock" share={relock.share} tone="prob" />
  }
  return (
    <Left
      left={distance.left}
      word={leftWord(distance, shared)}
      share={distance.count / distance.threshold}
      tone={distance.left <= closeAt ? 't2' : ''}
    />
  )
}

/** What is left to a lower tier, or that it is in force. */
export function TierLeft({ account, tier, shared }: DistanceProps & { tier: 'tier_1' | 'tier_2' }) {
  if (account.state === 'locked_out') return <span className="dim">–</span>
  const distance = account.tiers.find((each) => each.tier === tier)
  if (account.state === 'unknown' || distance === undefined)
    return <Unknown known={account.state !== 'unknown'} />
  return distance.inForce ? (
    <InForce distance={distance} />
  ) : (
    <Left
      left={distance.left}
      word={leftWord(distance, shared)}
      share={distance.count / distance.threshold}
      tone=""
    />
  )
}

/** The nearer of edits to relock and actions to tier 3, in a few words: what a phone shows. */
export function ShortDistance({ account }: { account: AccountRow }) {
  const distance = account.tiers.find((each) => each.tier === 'tier_3')
  if (account.state === 'locked_out') return <b>Locked</b>
  if (account.state === 'unknown' || distance === undefined)
    return <Unknown known={account.state !== 'unknown'} />
  const relock = relockDistance(account)
  const isRelock = relock !== null && relock.left <= distance.left
  return (
    <>
      <b>{isRelock ? relock.left : distance.left}</b>{' '}
      <span className="faint">{isRelock ? 'to relock' : `of ${distance.threshold} left to lockout`}</span>
    </>
  )
}

/** Edits until the one that locks again; null outside of probation. */
export function relockDistance(account: AccountRow): { left: number; share: number } | null {
  if (account.probation === null) return null
  const { admittedEdits, maxActions } = account.probation
  return { left: Math.max(0, maxActions + 1 - admittedEdits), share: admittedEdits / (maxActions + 1) }
}

function leftWord({ threshold }: TierDistance, shared: boolean): string {
  return shared ? 'left' : `of ${threshold} left`
}

function Unknown({ known }: { known: boolean }) {
  return <span className="v unk">{known ? 'no policy' : 'unknown'}</span>
}

function InForce({ distance }: { distance: TierDistance }) {
  const look = tierLook[distance.tier]
  return (
    <span className="left">
      <span className={`v ${look.tone} justify-end`}>
        <Icon name={look.icon} />
        <b>in force</b>
      </span>
      <span className={`track ${look.tone}`}>
        <i style={{ width: '100%' }} />
      </span>
    </span>
  )
}

function Left({ left, word, share, tone }: { left: number; word: string; share: number; tone: string }) {
  return (
    <span className="left">
      <span>
        <b>{left}</b> <small>{word}</small>
      </span>
      <span className={`track ${tone}`}>
        <i style={{ width: `${Math.round(Math.min(1, share) * 100)}%` }} />
      </span>
    </span>
  )
}
