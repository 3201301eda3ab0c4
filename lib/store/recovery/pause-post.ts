import type { ActionLife } from '../../engine/recovery/action-life.ts'
import type { Database } from '../database.ts'
import type { AccountFact } from '../event-log/append-facts.ts'
import { inTransaction } from './in-transaction.ts'
import { type ChangedAction, changeRow, recordChanges, type StoredChange } from './save-action.ts'

/** A person's pause of one post. */
export interface PostPause {
  readonly postNo: string
  readonly by: { readonly id: string; readonly name: string; readonly reason: string }
  readonly atMs: number
}

/** What a pause came to. */
export type PausedPost =
  | { readonly kind: 'paused'; readonly accountId: string; readonly calledOff: number }
  /** Somebody was first. */
  | { readonly kind: 'already_paused'; readonly byName: string; readonly atMs: number }
  | { readonly kind: 'no_post' }

/**
 * Pauses recovery of a post and calls off what waits to be dispatched, whole or not at all: `callOff` says what
 * becomes of a waiting action. What runs by then runs to its end.
 */
export async function pausePost(
  database: Pick<Database, 'reads'>,
  { postNo, by, atMs }: PostPause,
  callOff: (life: ActionLife) => StoredChange | null,
): Promise<PausedPost> {
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<PauseRow>(
      'SELECT account_id, platform, post_id, paused_at, paused_by_name FROM post WHERE no = $1 FOR UPDATE',
      [postNo],
    )
    const post = rows[0]
    if (!post) return { kind: 'no_post' }
    if (post.paused_at !== null) {
      return { kind: 'already_paused', byName: post.paused_by_name ?? '', atMs: post.paused_at.getTime() }
    }
    await client.query(
      `UPDATE post SET paused_at = $2, paused_by_id = $3, paused_by_name = $4, paused_reason = $5,
          next_evaluation_at = NULL WHERE no = $1`,
      [postNo, new Date(atMs), by.id, by.name, by.reason],
    )
    // The rows are held, so that none of them begins an attempt meanwhile.
    const waiting = await client.query<{ id: string; version: number; life: ActionLife }>(
      `SELECT id, version, life FROM recovery_action
       WHERE post_no = $1 AND status IN ('reserved', 'retry_scheduled') ORDER BY id FOR UPDATE`,
      [postNo],
    )
    const named = { accountId: post.account_id, platform: post.platform, postId: post.post_id }
    const changes: { action: ChangedAction; change: StoredChange }[] = []
    for (const { id: actionId, version, life } of waiting.rows) {
      const action = { ...named, postNo, actionId, version, life }
      const change = callOff(life)
      if (change && (await changeRow(client, action, change))) changes.push({ action, change })
    }
    await recordChanges(client, changes, [postSwitched('post_paused', named, { by, atMs })])
    return { kind: 'paused', accountId: post.account_id, calledOff: changes.length }
  })
}

/** What the account's log says of a pause or its end. */
export function postSwitched(
  type: 'post_paused' | 'post_resumed',
  { accountId, platform, postId }: Pick<ChangedAction, 'accountId' | 'platform' | 'postId'>,
  { by: { id, name, reason }, atMs }: Pick<PostPause, 'by' | 'atMs'>,
): AccountFact {
  return { accountId, event: { type, data: { platform, postId, by: { id, name }, reason } }, atMs }
}

interface PauseRow {
  readonly account_id: string
  readonly platform: string
  readonly post_id: string
  readonly paused_at: Date | null
  readonly paused_by_name: string | null
}
