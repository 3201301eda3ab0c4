import type { AccountState } from '#lib/contracts/views/account-row.ts'
import type { ActionLife, AttemptOutcome } from '#lib/contracts/views/decision-row.ts'
import type { LockoutRow } from '#lib/contracts/views/lockout-row.ts'

/** The console's words and colours for what the guard says. */
export type ActiveTier = 'tier_1' | 'tier_2' | 'tier_3'

export const tierLook = {
  tier_1: {
    name: 'Tier 1',
    tone: 't1',
    icon: 'tier-1',
    color: 'var(--t1)',
    mark: 'var(--t1-mark)',
    tint: 'var(--t1-tint)',
    dash: '1.5 3.5',
  },
  tier_2: {
    name: 'Tier 2',
    tone: 't2',
    icon: 'tier-2',
    color: 'var(--t2)',
    mark: 'var(--t2-mark)',
    tint: 'var(--t2-tint)',
    dash: '6 3.5',
  },
  tier_3: {
    name: 'Tier 3',
    tone: 't3',
    icon: 'tier-3',
    color: 'var(--t3)',
    mark: 'var(--t3-mark)',
    tint: 'var(--t3-tint)',
    dash: '',
  },
} as const

/** What the policy does in a tier, as a participle and as an act: none when it only records. */
export function tierResponse(
  tier: ActiveTier,
  policy: { paces: boolean; holds: boolean },
): { short: string; act: string } | null {
  if (tier === 'tier_3') return { short: 'lockout', act: 'locks out' }
  if (tier === 'tier_2') return policy.holds ? { short: 'holding', act: 'holds edits' } : null
  return policy.paces ? { short: 'pacing', act: 'paces edits' } : null
}

export const stateWord: Readonly<Record<AccountState, string>> = {
  locked_out: 'locked out',
  probation: 'probation',
  tier_3: 'tier 3',
  tier_2: 'tier 2',
  tier_1: 'tier 1',
  none: 'no tier',
  unknown: 'unknown',
}

export const outcomeLook = {
  admitted: { word: 'Admitted', tone: 'ok', icon: 'check' },
  held: { word: 'Held', tone: 'hold', icon: 'held' },
  paced: { word: 'Paced', tone: 'blk', icon: 'blocked' },
  blocked: { word: 'Blocked', tone: 'blk', icon: 'blocked' },
  refused_by_lockout: { word: 'Refused, locked', tone: 'blk', icon: 'blocked' },
} as const satisfies Record<AttemptOutcome, object>

/** What became of an action after its answer; empty where the answer says it all: a grant need not be claimed. */
export const lifeWord: Readonly<Record<ActionLife, string>> = {
  allowed: '',
  blocked: '',
  held: 'Waits for an answer',
  approved: 'Approved, not claimed yet',
  rejected: 'Rejected',
  expired: 'Expired',
  claimed: 'Claimed, no outcome yet',
  succeeded: 'Succeeded',
  failed: 'Failed',
  unknown: 'Outcome unknown',
}

export const causeWord: Readonly<Record<LockoutRow['cause'], string>> = {
  velocity_tier_3: 'Tier 3',
  probation_breached: 'Probation breached',
  kill_switch: 'Person',
}

export const reasonWord = {
  agent_loop_fixed: 'Agent loop found and fixed',
  agent_stopped: 'Agent stopped',
  expected_campaign: 'Expected campaign',
  threshold_unsuitable: 'Threshold unsuitable',
  false_alarm: 'False alarm',
  other: 'Other',
} as const

/** "3.0", "0.28": at least one decimal, never rounded away. */
export function formatRate(actionsPerMinute: number): string {
  const fixed = actionsPerMinute.toFixed(1)
  return Number(fixed) === actionsPerMinute ? fixed : String(actionsPerMinute)
}
