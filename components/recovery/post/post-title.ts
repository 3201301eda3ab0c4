import type { RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { stateWord } from '../recovery-words.ts'
import { recoveredClause } from './recovered-clause.ts'

/** What the sentence is made from. */
export interface TitleFacts extends Pick<RecoveryPostView, 'asOfMs' | 'episode' | 'policy'> {
  readonly post: Pick<
    RecoveryPostView['post'],
    | 'postId'
    | 'title'
    | 'state'
    | 'actionType'
    | 'nextEligibleAtMs'
    | 'heldOut'
    | 'lastSampleAtMs'
    | 'isStale'
    | 'paused'
  >
  readonly account: Pick<RecoveryPostView['account'], 'state' | 'handle'>
  readonly actions: readonly Pick<
    RecoveryPostView['actions'][number],
    'actionId' | 'actionType' | 'status' | 'dueAtMs' | 'episode'
  >[]
  readonly outcomes: readonly Pick<RecoveryPostView['outcomes'][number], 'actionId' | 'verdict'>[]
  readonly evaluations: readonly Pick<
    RecoveryPostView['evaluations'][number],
    'newImpressions' | 'sampleCount'
  >[]
}

/**
 * The page's one sentence: what has become of the post, what is under way and what is left to do; what needs a person
 * first. `clock` writes a moment in the reader's zone.
 */
export function postTitle(facts: TitleFacts, clock: (atMs: number) => string): string {
  const { post } = facts
  return `“${post.title ?? post.postId}” ${underWay(facts, clock) ?? atRest(facts, clock)}`
}

/** What a person or the worker has in hand; null when nothing is. */
function underWay({ asOfMs, post, account, actions }: TitleFacts, clock: (atMs: number) => string) {
  const byStatus = (status: string) => actions.find((action) => action.status === status)
  const unsettled = byStatus('needs_human')
  if (unsettled) {
    return `needs a person: nobody knows whether the ${unsettled.actionType} was published`
  }
  if (post.paused) return `is paused by ${post.paused.by.name}`
  const lost = byStatus('unknown')
  if (lost) return `waits: the answer to the ${lost.actionType} was lost, and the platform is asked`
  const running = byStatus('running')
  if (running) return `stagnates: ${oneOf(running.actionType)} is under way`
  if (account.state === 'locked_out') return `is left alone: ${account.handle} is locked out`
  const retried = byStatus('retry_scheduled')
  if (retried) return `stagnates: the ${retried.actionType} is tried again${whenDue(retried, asOfMs, clock)}`
  const planned = byStatus('reserved')
  if (planned)
    return `stagnates: ${oneOf(planned.actionType)} is planned${whenDue(planned, asOfMs, clock) || ' now'}`
  return null
}

/** What the latest evaluation made of it. */
function atRest(facts: TitleFacts, clock: (atMs: number) => string): string {
  const { post, policy, episode, evaluations } = facts
  const window = policy === null ? '' : ` in ${String(policy.windowMinutes)}\u00a0min`
  if (policy === null) return 'is not watched: no policy is in force'
  if (post.state === 'waiting') return 'waits for its first evaluation'
  if (post.isStale && post.lastSampleAtMs !== null) {
    return `is not watched now: its last sample is from ${clock(post.lastSampleAtMs)}`
  }
  if (post.heldOut) return 'stagnates and is kept untreated by the policy’s holdout'
  if (episode.state === 'exhausted') {
    return `stagnates: its remedies are spent in episode ${String(episode.number)}; for a person to look at`
  }
  switch (post.state) {
    case 'healthy':
      return episode.state === 'recovered' ? recoveredClause(facts) : 'is healthy'
    case 'insufficient_samples':
      return `cannot be judged: ${formatNoun(evaluations[0]?.sampleCount ?? 0, 'sample')}${window}, ${formatCount(policy.minSamples)} needed`
    case 'insufficient_exposure':
      return `cannot be judged: ${formatNoun(evaluations[0]?.newImpressions ?? 0, 'new impression')}${window}, ${formatCount(policy.minImpressions)} needed`
    case 'metrics_regressed':
      return 'cannot be judged: its counters fell'
    case 'account_locked_out':
      return 'is left alone: its account was locked out at the last evaluation'
    case 'stop_order':
      return 'is left alone: a stop order was in force at the last evaluation'
    case 'eligible':
      return 'stagnates and may be helped at its next evaluation'
    case 'capability_unsupported':
      return `stagnates: its platform cannot do ${post.actionType === null ? 'that' : oneOf(post.actionType)}`
    default:
      return `stagnates: ${next(post, clock)}`
  }
}

function next({ state, actionType, nextEligibleAtMs }: TitleFacts['post'], clock: (atMs: number) => string) {
  if (actionType === null || nextEligibleAtMs === null) return stateWord(state).toLowerCase()
  return `${oneOf(actionType)} may follow at ${clock(nextEligibleAtMs)}`
}

function whenDue({ dueAtMs }: { dueAtMs: number | null }, asOfMs: number, clock: (atMs: number) => string) {
  return dueAtMs !== null && dueAtMs > asOfMs ? ` at ${clock(dueAtMs)}` : ''
}

function oneOf(actionType: string): string {
  return `${actionType === 'edit' ? 'an' : 'a'} ${actionType}`
}
