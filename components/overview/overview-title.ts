import type { OverviewView } from '#lib/contracts/views/overview-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { lockoutParts } from '../guard/lockouts-text.ts'

/** The page's one sentence: what needs a person now, else how close the closest account is. */
export function overviewTitle(overview: OverviewView, nowMs: number): string {
  const { lockouts, unsettled, approvals, unrouted, accounts, accountCount } = overview
  const unknown = accounts.filter((each) => each.state === 'unknown').length
  const parts = [
    ...lockoutParts(lockouts, nowMs),
    unsettled.count > 0 ? `${formatNoun(unsettled.count, 'recovery action')} to settle` : '',
    approvals.waiting > 0 ? formatNoun(approvals.waiting, 'approval') : '',
    unrouted.count > 0 ? `${formatNoun(unrouted.count, 'escalation')} unrouted` : '',
    unknown > 0 ? `${formatNoun(unknown, 'account')} unknown` : '',
  ].filter((part) => part !== '')
  if (parts.length > 0) return parts.join(', ')
  if (accountCount === 0) return 'No account is protected yet'
  return `No lockout; ${inForceText(accounts)}`
}

function inForceText(accounts: OverviewView['accounts']): string {
  const inTier = accounts.filter((each) => each.state.startsWith('tier_')).length
  const inProbation = accounts.filter((each) => each.state === 'probation').length
  const parts = [
    inTier > 0 ? `${formatNoun(inTier, 'account')} in a tier` : '',
    inProbation > 0 ? `${inProbation} in probation` : '',
  ].filter((part) => part !== '')
  return parts.length > 0 ? parts.join(', ') : 'every account is below its first tier'
}
