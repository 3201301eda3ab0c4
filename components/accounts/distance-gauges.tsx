import type { AccountRow, TierDistance } from '#lib/contracts/views/account-row.ts'
import { formatNoun, formatOrdinal } from '#lib/shared/format-count.ts'
import { relockDistance } from '../guard/distance-cells.tsx'
import { tierLook, tierResponse } from '../guard/words.ts'
import { Icon } from '../ui/icon.tsx'

/** One pip per action up to each limit; the big number is what is left. The nearest to a lockout leads. */
export function DistanceGauges({ account }: { account: AccountRow }) {
  if (account.state === 'unknown' || account.tiers.length === 0) return null
  return (
    <section aria-label="Distance to each limit" className="gauges panel" style={columns(account)}>
      <ProbationGauge account={account} />
      {account.tiers.map((distance) => (
        <TierGauge key={distance.tier} account={account} distance={distance} />
      ))}
    </section>
  )
}

function columns(account: AccountRow): { '--gauges': number } & React.CSSProperties {
  return { '--gauges': account.tiers.length + (account.probation === null ? 0 : 1) }
}

function ProbationGauge({ account }: { account: AccountRow }) {
  const relock = relockDistance(account)
  if (relock === null || account.probation === null) return null
  const { admittedEdits, maxActions, startedAtMs, endsAtMs } = account.probation
  return (
    <div>
      <span className="v prob">
        <Icon name="probation" />
        Probation, edits in {Math.round((endsAtMs - startedAtMs) / 60_000)}&nbsp;min
      </span>
      <span className="gl">
        <b className="big">{relock.left}</b> away from a new lockout
      </span>
      <Pips filled={admittedEdits} total={maxActions + 1} tone="prob" />
      <span className="faint">
        {admittedEdits} admitted; the {formatOrdinal(maxActions)} is the last, the{' '}
        {formatOrdinal(maxActions + 1)} locks
      </span>
    </div>
  )
}

function TierGauge({ account, distance }: { account: AccountRow; distance: TierDistance }) {
  const look = tierLook[distance.tier]
  const response = tierResponse(distance.tier, {
    paces: account.paceIntervalMs !== null,
    holds: account.holdsEdits,
  })
  const isLocked = account.state === 'locked_out'
  return (
    <div>
      <span className={`v ${look.tone}`}>
        <Icon name={look.icon} />
        {look.name}
        {response !== null && `, ${response.short}`}
        {distance.inForce && !isLocked && <b>in force</b>}
      </span>
      <span className="gl">
        {isLocked ? (
          'not counting while locked'
        ) : (
          <>
            <b className="big">{distance.left}</b> left
          </>
        )}
      </span>
      <Pips filled={distance.count} total={distance.threshold} tone={distance.inForce ? look.tone : ''} />
      <span className="faint">
        {distance.count} of {distance.threshold} in {formatNoun(distance.windowMinutes, 'min', 'min')}
      </span>
    </div>
  )
}

/** Above this many a pip would be a hair: a track stands in. */
const mostPips = 40

function Pips({ filled, total, tone }: { filled: number; total: number; tone: string }) {
  if (total > mostPips) {
    return (
      <span className={`track w-full ${tone}`} aria-hidden="true">
        <i style={{ width: `${Math.min(100, (filled / total) * 100)}%` }} />
      </span>
    )
  }
  return (
    <span className={`pips ${tone}`} aria-hidden="true">
      {Array.from({ length: total }, (_, index) => (
        <i key={index} className={index < filled ? 'on' : ''} />
      ))}
    </span>
  )
}
