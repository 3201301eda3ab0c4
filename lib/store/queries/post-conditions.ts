import type { RecoveryFilter, ScoreBand } from '../../contracts/recovery-filter.ts'

/** Posts with an action that is not over; found once for a whole statement. */
const postsInHand = `(SELECT post_no FROM recovery_action
    WHERE status IN ('reserved', 'running', 'unknown', 'retry_scheduled', 'needs_human'))`

/**
 * Where a post stands on screen: a pause and the holdout come before its evaluation's reason, and one that waits for
 * no action any more has spent its remedies.
 */
export const standingOf = `CASE WHEN post.paused_at IS NOT NULL THEN 'paused'
    WHEN post.state = 'eligible' AND post.held_out THEN 'held_out'
    WHEN post.state = 'duplicate_action' AND post.no NOT IN ${postsInHand} THEN 'exhausted' ELSE post.state END`

/** What a filter asks of rows of `post`, as a condition and its values. */
export function postConditions(
  { q, state, score, intensity, next }: RecoveryFilter,
  nowMs: number,
): { readonly where: string; readonly values: readonly unknown[] } {
  const values: unknown[] = []
  const given = (value: unknown) => `$${String(values.push(value))}`
  const conditions: string[] = []
  if (q !== '') {
    const like = given(`%${q.replace(/[\\%_]/g, '\\$&')}%`)
    conditions.push(
      `(post.title ILIKE ${like} OR post.post_id ILIKE ${like}
        OR post.account_id IN (SELECT id FROM account WHERE handle ILIKE ${like} OR name ILIKE ${like}))`,
    )
  }
  if (state !== null) conditions.push(standingCondition(state, given))
  if (score !== null) conditions.push(bandConditions[score])
  if (intensity !== null) conditions.push(`post.intensity = ${given(intensity)}`)
  if (next !== null) conditions.push(nextCondition(next, nowMs, given))
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values }
}

type Given = (value: unknown) => string

/** States of evaluations are asked for as they are stored, so that their index serves. */
function standingCondition(state: NonNullable<RecoveryFilter['state']>, given: Given): string {
  if (state === 'paused') return 'post.paused_at IS NOT NULL'
  if (state === 'held_out') return `post.state = 'eligible' AND post.held_out AND post.paused_at IS NULL`
  if (state === 'exhausted' || state === 'duplicate_action') {
    const inHand = state === 'exhausted' ? 'NOT IN' : 'IN'
    return `post.state = 'duplicate_action' AND post.no ${inHand} ${postsInHand} AND post.paused_at IS NULL`
  }
  const notHeldOut = state === 'eligible' ? ' AND NOT post.held_out' : ''
  return `post.state = ${given(state)} AND post.paused_at IS NULL${notHeldOut}`
}

const bandConditions: Readonly<Record<ScoreBand, string>> = {
  'from_0.8': 'post.score >= 0.8',
  '0.55_to_0.8': 'post.score >= 0.55 AND post.score < 0.8',
  '0.2_to_0.55': 'post.score >= 0.2 AND post.score < 0.55',
  'below_0.2': 'post.score < 0.2',
  unknown: 'post.score IS NULL',
}

const spansMs = { within_hour: 3_600_000, within_day: 86_400_000 } as const
/** May be helped at its next evaluation, if it still measures the same. */
const helpable = `post.state = 'eligible' AND NOT post.held_out`

function nextCondition(next: NonNullable<RecoveryFilter['next']>, nowMs: number, given: Given): string {
  const active = 'post.paused_at IS NULL'
  switch (next) {
    case 'now':
      return `${active} AND ((${helpable}) OR post.next_eligible_at <= ${given(new Date(nowMs))})`
    case 'within_hour':
    case 'within_day':
      return `${active} AND ((${helpable}) OR post.next_eligible_at <= ${given(new Date(nowMs + spansMs[next]))})`
    case 'not_by_time':
      return `(post.paused_at IS NOT NULL OR (NOT (${helpable}) AND post.next_eligible_at IS NULL))`
  }
}
