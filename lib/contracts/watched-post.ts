import { z } from 'zod'
import { postTitle } from './metric-sample.ts'
import { recordedName } from './recorded-line.ts'

/** One line of posts to watch (JSON Lines): a post whose metrics the account's connection is to fetch. */
export const watchedPostSchema = z.strictObject({
  accountId: recordedName,
  platform: recordedName,
  postId: recordedName,
  title: postTitle.optional(),
})
export type WatchedPost = z.output<typeof watchedPostSchema>
