import type { AccountRow, AccountState } from '#lib/contracts/views/account-row.ts'
import { Badge } from '../ui/badge.tsx'

/** The state of an account: icon and word; "No tier" has no box, "Unknown" a dashed one. */
export function StateBadge({
  account,
}: {
  account: Pick<AccountRow, 'state' | 'paceIntervalMs' | 'holdsEdits'>
}) {
  const look = looks[account.state]
  return (
    <Badge tone={look.tone} icon={look.icon}>
      {look.word}
      {account.state === 'tier_1' && account.paceIntervalMs !== null && ' · paced'}
      {account.state === 'tier_2' && account.holdsEdits && ' · held'}
    </Badge>
  )
}

const looks = {
  locked_out: { tone: 'locked', icon: 'locked', word: 'Locked out' },
  probation: { tone: 'prob', icon: 'probation', word: 'Probation' },
  tier_3: { tone: 't3', icon: 'tier-3', word: 'Tier 3' },
  tier_2: { tone: 't2', icon: 'tier-2', word: 'Tier 2' },
  tier_1: { tone: 't1', icon: 'tier-1', word: 'Tier 1' },
  none: { tone: 'plain', icon: 'tier-0', word: 'No tier' },
  unknown: { tone: 'unknown', icon: 'unknown', word: 'Unknown' },
} as const satisfies Record<AccountState, object>
