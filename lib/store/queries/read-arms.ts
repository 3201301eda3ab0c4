import type { Pool } from 'pg'
import { assert } from '../../shared/assert.ts'

/** What is measured of one arm, over all posts. */
export interface StoredArm {
  /** Posts with a change. */
  readonly posts: number
  /** Episodes with a change: of treated posts, their first actions. */
  readonly changes: number
  /** Episodes whose outcome is inconclusive. */
  readonly inconclusive: number
  readonly meanChange: number
  readonly variance: number
}

/** Treated posts and held-out ones: of each episode its first outcome, of each post the mean of its episodes. */
export async function readArms(pool: Pool): Promise<{ treated: StoredArm; heldOut: StoredArm }> {
  const { rows } = await pool.query<{ treated: StoredArm; held_out: StoredArm }>(selectArms)
  const [arms] = rows
  assert(arms !== undefined, 'an aggregate has one row')
  return { treated: arms.treated, heldOut: arms.held_out }
}

/** How many episodes of each arm are still being measured. */
export async function countMeasuring(pool: Pool): Promise<{ treated: number; heldOut: number }> {
  const { rows } = await pool.query<{ treated: number; heldOut: number }>(`
SELECT (SELECT count(*)::int FROM recovery_action WHERE status = 'succeeded' AND NOT measured) AS treated,
    (SELECT count(*)::int FROM holdout_start WHERE NOT measured) AS "heldOut"`)
  return rows[0] ?? { treated: 0, heldOut: 0 }
}

/** One account of each policy version that is in force on accounts with posts. */
export async function listGoverningAccounts(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(`
SELECT DISTINCT ON (policy_version) id FROM account
WHERE policy_version IS NOT NULL AND EXISTS (SELECT 1 FROM post WHERE account_id = account.id)
ORDER BY policy_version, id`)
  return rows.map(({ id }) => id)
}

/** One pass over the outcomes in the order of their index, without sorting the posts by arm. */
const selectArms = `
WITH first_of_episode AS (
    SELECT DISTINCT ON (post_no, action_id IS NULL, COALESCE(episode, evaluation_no))
        post_no, action_id IS NULL AS held_out, lift
    FROM recovery_outcome ORDER BY post_no, action_id IS NULL, COALESCE(episode, evaluation_no), acted_at
), of_post AS (
    SELECT held_out, avg(lift) AS change, count(lift) AS changes, count(*) - count(lift) AS inconclusive
    FROM first_of_episode GROUP BY post_no, held_out
)
SELECT ${arm('treated', 'NOT held_out')}, ${arm('held_out', 'held_out')} FROM of_post`

function arm(name: string, condition: string): string {
  return `json_build_object(
    'posts', count(change) FILTER (WHERE ${condition}),
    'changes', COALESCE(sum(changes) FILTER (WHERE ${condition}), 0),
    'inconclusive', COALESCE(sum(inconclusive) FILTER (WHERE ${condition}), 0),
    'meanChange', COALESCE(avg(change) FILTER (WHERE ${condition}), 0),
    'variance', COALESCE(var_samp(change) FILTER (WHERE ${condition}), 0)
) AS ${name}`
}
