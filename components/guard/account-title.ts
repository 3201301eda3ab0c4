import type { AccountRow, TierDistance } from '#lib/contracts/views/account-row.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { formatClock, formatMoment } from '#lib/shared/format-time.ts'

/** The page's one sentence: who, what, when, what is left. */
export function accountTitle(account: AccountRow, nowMs: number, zone: string): string {
  const { handle } = account
  switch (account.state) {
    case 'locked_out': {
      const at =
        account.lockout === null ? '' : ` since ${formatMoment(account.lockout.openedAtMs, nowMs, zone)}`
      return `${handle} is locked out${at}; only a reviewer’s reset opens it`
    }
    case 'probation':
      return probationTitle(account, zone)
    case 'unknown':
      return `The state of ${handle} is unknown just now`
    case 'tier_3':
    case 'tier_2':
    case 'tier_1':
    case 'none':
      return distanceTitle(account)
  }
}

function probationTitle({ handle, probation }: AccountRow, zone: string): string {
  if (probation === null) return `${handle} is in probation`
  const left = probation.maxActions - probation.admittedEdits
  const until = formatClock(probation.endsAtMs, zone)
  if (left <= 0) return `${handle} has no edit left before ${until}; one more locks again`
  return `${handle} may make ${formatNoun(left, 'more edit')} before ${until}; one beyond it locks again`
}

function distanceTitle(account: AccountRow): string {
  const lockoutAt = account.tiers.find((each) => each.tier === 'tier_3')
  if (lockoutAt === undefined) return `${account.handle} has no policy, so nothing is counted`
  const left = `${formatNoun(lockoutAt.left, 'action')} from a lockout`
  if (account.policy?.mode === 'shadow') return `${account.handle} is ${left}, in shadow: nothing is enforced`
  if (account.lastAttemptAtMs === null)
    return `${account.handle} has not acted yet; ${lockoutAt.threshold} actions in ${lockoutAt.windowMinutes}\u00a0min lock it out`
  return `${account.handle} is ${left}${responseText(account)}`
}

function responseText(account: AccountRow): string {
  if (account.state === 'tier_2' && account.holdsEdits) return '; its edits are held for approval'
  if (account.state === 'tier_2' || account.state === 'tier_3')
    return `, ${account.state === 'tier_2' ? 'tier 2' : 'tier 3'} in force`
  if (account.state === 'tier_1' && account.paceIntervalMs !== null) {
    return `; its edits are paced, one per ${Math.round(account.paceIntervalMs / 1000)}\u00a0s`
  }
  return account.state === 'tier_1' ? ', tier 1 in force' : nextText(account.tiers)
}

function nextText(tiers: readonly TierDistance[]): string {
  const pacing = tiers.find((each) => each.tier === 'tier_1')
  return pacing === undefined ? '' : ` and ${formatNoun(pacing.left, 'action')} from tier 1`
}
