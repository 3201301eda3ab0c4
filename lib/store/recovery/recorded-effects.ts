import type { Database } from '../database.ts'

/** What was asked of the `recorded` connector. */
export interface RecordedEffect {
  readonly accountId: string
  readonly platform: string
  readonly idempotencyKey: string
  readonly postId: string
  readonly actionType: string
  readonly text: string
  readonly atMs: number
}

/** Keeps a recorded effect; the same key again changes nothing. */
export async function keepEffect(database: Pick<Database, 'reads'>, effect: RecordedEffect): Promise<void> {
  const { accountId, platform, idempotencyKey, postId, actionType, text, atMs } = effect
  await database.reads.query(
    `INSERT INTO recorded_effect (account_id, platform, idempotency_key, post_id, action_type, text, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [accountId, platform, idempotencyKey, postId, actionType, text, new Date(atMs)],
  )
}

/** Whether an effect is kept. */
export async function hasEffect(
  database: Pick<Database, 'reads'>,
  key: Pick<RecordedEffect, 'accountId' | 'platform' | 'idempotencyKey'>,
): Promise<boolean> {
  const { rowCount } = await database.reads.query(
    'SELECT 1 FROM recorded_effect WHERE account_id = $1 AND platform = $2 AND idempotency_key = $3',
    [key.accountId, key.platform, key.idempotencyKey],
  )
  return rowCount === 1
}
