import type { AttemptOutcome } from '#lib/contracts/views/decision-row.ts'

/** What a chart needs to know of one decided action. */
export interface Attempt {
  readonly seq: number
  readonly atMs: number
  readonly agentId: string
  readonly outcome: AttemptOutcome
  readonly counted: boolean
}

/** How an answer is drawn: by its verdict and its deciding reason. */
export function outcomeOf(verdict: string, reasonCode: string | null): AttemptOutcome {
  if (verdict === 'allow') return 'admitted'
  if (verdict === 'needs_approval') return 'held'
  if (reasonCode === 'paced') return 'paced'
  return reasonCode === 'lockout_enforced' || reasonCode === 'stop_order' ? 'refused_by_lockout' : 'blocked'
}
