import type { OverviewView } from '#lib/contracts/views/overview-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'

/** The page's one sentence: what needs a person now, else how close the closest account is. */
export function overviewTitle({ lockouts, approvals, accounts, accountCount }: OverviewView): string {
  const undecided = lockouts.filter((each) => each.upheld === null).length
  const upheld = lockouts.length - undecided
  const unknown = accounts.filter((each) => each.state === 'unknown').length
  const parts = [
    undecided > 0 ? `${formatNoun(undecided, 'lockout')} to decide` : '',
    upheld > 0 ? `${upheld} upheld` : '',
    approvals.waiting > 0 ? formatNoun(approvals.waiting, 'approval') : '',
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
