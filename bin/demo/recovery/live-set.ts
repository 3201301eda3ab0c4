import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { recoveryFilterSchema } from '#lib/contracts/recovery-filter.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { createAccount } from '#lib/services/accounts/create-account.ts'
import { readRecoveryPosts } from '#lib/services/console/read-recovery-posts.ts'
import { connectPlatform } from '#lib/services/recovery/connect-platform.ts'
import { pausePost } from '#lib/services/recovery/pause-post.ts'
import { watchPosts } from '#lib/services/recovery/watch-posts.ts'
import type { HistoryRuntime } from '../history-runtime.ts'
import type { DemoPerson } from '../people.ts'
import { type LivePost, livePosts } from './live-posts.ts'
import { everyMinutes, liveRecording } from './live-recording.ts'
import type { RecoveryHistory } from './recovery-history.ts'

const accountId = 'fjord-ferries'
const platform = 'recorded'
const minuteMs = 60_000
const pausedAfterMinutes = 30

const { tiers } = presets.standard.velocity

/**
 * `standard` with a third of its window and room for more actions a minute, so that there is something to see while one
 * looks: recovery keeps its own dispatches so far apart that they never reach tier 1.
 */
const policy: Policy = {
  ...presets.standard,
  name: 'quick_recovery',
  velocity: {
    ...presets.standard.velocity,
    tiers: {
      tier_1: { ...tiers.tier_1, actionsPerMinute: 4 },
      tier_2: { ...tiers.tier_2, actionsPerMinute: 6 },
      tier_3: { ...tiers.tier_3, actionsPerMinute: 8 },
    },
  },
  recovery: {
    ...presets.standard.recovery,
    windowMinutes: 30,
    holdoutFraction: 0.25,
    outcome: { horizonMinutes: 120, minImpressions: 100 },
  },
}

/** How long after the demo starts the next samples come: the server is up by then. */
const nextSampleMs = 30_000

/**
 * Opens the account of the live set, lets its posts appear one after another over the last four hours, as its
 * recording has them, and the worker do at each time what it would have done. The recording goes on from there.
 * Resolves to the number of posts.
 */
export async function createLiveSet(
  history: HistoryRuntime,
  recovery: RecoveryHistory,
  { nowMs, dataDir, reviewer }: { nowMs: number; dataDir: string; reviewer: DemoPerson },
): Promise<number> {
  const { runtime } = recovery
  const startMs = nowMs + nextSampleMs
  const oldestMs = startMs - Math.max(...livePosts.map(({ minutesAgo }) => minutesAgo)) * minuteMs
  history.moveTo(oldestMs - minuteMs)
  await createAccount(runtime, { accountId, name: 'Fjord Ferries', policy })
  const file = path.join(dataDir, 'live-posts.jsonl')
  writeFileSync(file, liveRecording(livePosts, accountId, startMs))
  const fates = Object.fromEntries(livePosts.map(({ postId, fates: own }) => [postId, own ?? []]))
  const playback = { file, startsAt: new Date(oldestMs).toISOString() }
  await connectPlatform(runtime, {
    ...{ accountId, platform, connector: 'recorded', credential: { fates, playback }, templates: {} },
  })
  for (let atMs = oldestMs; atMs < startMs; atMs += everyMinutes * minuteMs) {
    const age = ({ minutesAgo }: LivePost) => minutesAgo - (startMs - atMs) / minuteMs
    history.moveTo(atMs)
    await watch(
      recovery,
      livePosts.filter((post) => age(post) === 0),
    )
    for (const post of livePosts) {
      if (post.pausedBecause !== undefined && age(post) === pausedAfterMinutes) {
        await pause(recovery, post, reviewer)
      }
    }
    await recovery.workUntil(atMs, Math.min(nowMs, atMs + everyMinutes * minuteMs))
  }
  return livePosts.length
}

async function watch({ runtime }: RecoveryHistory, posts: readonly LivePost[]): Promise<void> {
  const lines = posts.map(({ postId, title }, index) => ({
    line: index + 1,
    json: { accountId, platform, postId, title },
  }))
  await watchPosts(runtime, lines, null)
}

async function pause(
  { runtime }: RecoveryHistory,
  { postId, pausedBecause = '' }: LivePost,
  { id, name }: DemoPerson,
): Promise<void> {
  const context = { database: runtime.database, now: runtime.clock }
  const { posts } = await readRecoveryPosts(context, recoveryFilterSchema.parse({ q: postId }))
  const [found] = posts
  if (!found) throw new Error(`There is no post ${postId}`)
  await pausePost(runtime, { id, name }, { postNo: found.postNo, reason: pausedBecause })
}
