import { type WatchedPost, watchedPostSchema } from '../../contracts/watched-post.ts'
import { findFetching } from '../../store/recovery/connections.ts'
import { saveWatches } from '../../store/recovery/post-watches.ts'
import { type InputLine, judgeLines, type RefusedLine } from './judge-lines.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'

/** What became of one line. */
export type WatchVerdict =
  | {
      readonly line: number
      readonly result: 'watched'
      /** Whether the account's connection fetches the metrics; else they have to be sent. */
      readonly fetched: boolean
    }
  | RefusedLine

/**
 * Watches posts whose metrics connectors fetch, from now on for 30 days, so that no first sample is needed; a post
 * that is watched already is watched for longer. `accountIds` are those that the caller may speak for, null for all.
 */
export async function watchPosts(
  { database, clock }: Pick<RecoveryRuntime, 'database' | 'clock'>,
  lines: readonly InputLine[],
  accountIds: readonly string[] | null,
): Promise<readonly WatchVerdict[]> {
  const read = await judgeLines(database, lines, watchedPostSchema, accountIds)
  const posts = read.flatMap((line) => ('value' in line ? [line.value] : []))
  await saveWatches(
    database,
    posts.map(({ title, ...post }) => ({ ...post, title: title ?? null })),
    clock(),
  )
  const fetching = await findFetching(database, [...new Set(posts.map(({ accountId }) => accountId))])
  const isFetched = (post: WatchedPost) =>
    fetching.some(({ accountId, platform }) => post.accountId === accountId && post.platform === platform)
  return read.map((line) =>
    'value' in line ? { line: line.line, result: 'watched', fetched: isFetched(line.value) } : line,
  )
}
