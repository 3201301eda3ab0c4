import type { BlockView, EvaluationRow, RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import type { IconName } from '../../ui/icon.tsx'
import { intensityLook } from './intensity-look.ts'

/** How the result of an evaluation reads. */
export interface EvaluationResult {
  readonly icon: IconName | 'diamond'
  readonly tone: 'ok' | 'dim' | 'ink'
  readonly text: string
}

/** What an evaluation came to, with every rule in the way and until when. `clock` writes a moment. */
export function evaluationResult(
  row: EvaluationRow,
  policy: RecoveryPostView['policy'],
  clock: (atMs: number) => string,
): EvaluationResult {
  if (row.planned && row.actionType && row.intensity) {
    const { name } = intensityLook[row.intensity]
    return { icon: 'diamond', tone: 'ink', text: `${row.actionType} planned, ${name.toLowerCase()}` }
  }
  if (row.heldOut) return dim('shadow', 'eligible: kept untreated by the policy’s holdout')
  switch (row.reason) {
    case null:
      return dim('waiting', 'eligible: nothing planned, its key was taken first')
    case 'healthy': {
      const ends = row.endsEpisode === null ? '' : `, episode ${String(row.endsEpisode)} ends`
      return { icon: 'check', tone: 'ok', text: `healthy${ends}` }
    }
    case 'insufficient_samples':
      return dim(
        'unknown',
        `not judged: ${formatNoun(row.sampleCount, 'sample')}${needed(policy?.minSamples)}`,
      )
    case 'insufficient_exposure':
      return dim('unknown', `not judged: under ${formatCount(policy?.minImpressions ?? 0)} impressions`)
    case 'metrics_regressed':
      return dim('unknown', `not judged: its counters fell${until(row.blocks[0], clock, 'still seen until')}`)
    default:
      return dim(
        'blocked',
        `no action: ${row.blocks.map((block) => blockWords(block, row, clock)).join('; ')}`,
      )
  }
}

/** One rule that stood in the way, with its figure. */
function blockWords(
  block: BlockView,
  { actionType }: EvaluationRow,
  clock: (atMs: number) => string,
): string {
  const action = actionType ?? 'action'
  switch (block.reason) {
    case 'account_locked_out':
      return 'the account was locked out'
    case 'stop_order':
      return `a stop order was in force${until(block, clock)}`
    case 'duplicate_action':
      return `${action} done or under way in this episode`
    case 'window_frequency_exceeded':
      return `enough actions in the window${until(block, clock)}`
    case 'action_cooldown_active':
      return `${action} cools down${until(block, clock)}`
    case 'account_budget_exceeded':
      return `the account’s budget was spent${until(block, clock)}`
    case 'capability_unsupported':
      return `the platform has no ${action}`
    default:
      return block.reason.replaceAll('_', ' ')
  }
}

function until(block: BlockView | undefined, clock: (atMs: number) => string, word = 'until'): string {
  return block?.untilMs == null ? '' : `, ${word} ${clock(block.untilMs)}`
}

function needed(count: number | undefined): string {
  return count === undefined ? '' : `, ${formatCount(count)} needed`
}

function dim(icon: IconName, text: string): EvaluationResult {
  return { icon, tone: 'dim', text }
}
