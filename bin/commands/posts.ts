import type { Command } from 'commander'
import { type WatchedPost, watchedPostSchema } from '#lib/contracts/watched-post.ts'
import { type JsonLine, readJsonLines } from '#lib/services/read-json-lines.ts'
import { openLineSource } from './line-source.ts'
import { watchProgress } from './progress.ts'
import { count } from './replay-summary-lines.ts'
import { withRuntime } from './with-runtime.ts'

/** Posts that are kept in one transaction. */
const batchPosts = 5000

/** Adds `interlock posts watch`: posts whose metrics connections fetch. */
export function addPosts(program: Command): void {
  program
    .command('posts')
    .description('the posts that recovery watches')
    .command('watch')
    .description('watch posts for 30 days, so that connections which can fetch their metrics do so')
    .argument(
      '<file>',
      'JSON Lines with accountId, platform, postId and, if there is one, title; - is standard input',
    )
    .action(watch)
}

async function watch(file: string): Promise<void> {
  const source = await openLineSource(file)
  const { watchPosts } = await import('#lib/services/recovery/watch-posts.ts')
  const progress = watchProgress('posts')
  const sum = { lines: 0, watched: 0, refused: 0, unfetched: 0 }
  await withRuntime(async ({ runtime }) => {
    const take = async (batch: readonly JsonLine<WatchedPost>[]) => {
      const lines = batch.map(({ line, value }) => ({ line, json: value }))
      for (const verdict of await watchPosts(runtime, lines, null)) {
        if (verdict.result === 'refused') {
          sum.refused += 1
          process.stderr.write(`${source.name}:${String(verdict.line)}: ${verdict.message}\n`)
          continue
        }
        sum.watched += 1
        if (!verdict.fetched) sum.unfetched += 1
      }
      progress.at((sum.lines += batch.length))
    }
    const waiting: JsonLine<WatchedPost>[] = []
    for await (const lines of readJsonLines(source, watchedPostSchema)) {
      waiting.push(...lines)
      while (waiting.length >= batchPosts) await take(waiting.splice(0, batchPosts))
    }
    if (waiting.length > 0) await take(waiting)
  })
  progress.end()
  process.stdout.write(`${count(sum.watched, 'post')} watched, ${count(sum.refused, 'post')} refused\n`)
  if (sum.unfetched > 0) {
    process.stderr.write(
      `Of these, ${count(sum.unfetched, 'post')} on connections that fetch no metrics: send their samples to POST /api/v1/posts/metrics.\n`,
    )
  }
  if (sum.refused > 0) process.exitCode = 1
}
