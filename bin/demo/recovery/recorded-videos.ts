import { readFileSync } from 'node:fs'
import path from 'node:path'
import { metricSampleSchema } from '#lib/contracts/metric-sample.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { createAccount } from '#lib/services/accounts/create-account.ts'
import { connectPlatform } from '#lib/services/recovery/connect-platform.ts'
import { ingestSamples } from '#lib/services/recovery/ingest-samples.ts'
import type { HistoryRuntime } from '../history-runtime.ts'
import type { RecoveryHistory } from './recovery-history.ts'

const accountId = 'recorded-videos'
const platform = 'youtube'
const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** `standard` for counters that are read once a day: the window holds ten of them. */
const policy: Policy = {
  ...presets.standard,
  name: 'daily_counters',
  recovery: {
    ...presets.standard.recovery,
    windowMinutes: 14_400,
    accountActionsPerHour: null,
    holdoutFraction: 0.35,
    outcome: { horizonMinutes: 7 * 1440, minImpressions: 100 },
  },
}

/**
 * Plays the daily counters of real videos into an account of their own, moved in time so that the last ones are of
 * now, and lets the worker evaluate, act and measure day by day. The counters were recorded long before, so that no
 * action could change them: what changes all the same is regression to the mean. Resolves to the number of videos.
 */
export async function replayVideos(
  history: HistoryRuntime,
  recovery: RecoveryHistory,
  nowMs: number,
): Promise<number> {
  const samples = readVideos()
  const shiftMs = nowMs - 10 * minuteMs - Math.max(...samples.map(({ capturedAt }) => capturedAt))
  const days = Map.groupBy(samples, ({ capturedAt }) => capturedAt + shiftMs)
  const [firstMs = nowMs] = days.keys()
  history.moveTo(firstMs - hourMs)
  await createAccount(recovery.runtime, { accountId, name: 'Recorded videos', policy, recorded: true })
  await connectPlatform(recovery.runtime, {
    ...{ accountId, platform, connector: 'recorded', credential: {}, templates: {} },
  })
  for (const [atMs, day] of days) {
    history.moveTo(atMs)
    const lines = day.map(({ postId, impressions, engagements }, index) => ({
      line: index + 1,
      json: { accountId, platform, postId, impressions, engagements, ...textOf(postId, atMs) },
    }))
    const refused = (await ingestSamples(recovery.runtime, lines, null)).find(
      ({ result }) => result === 'refused',
    )
    if (refused) throw new Error(`A recorded video is refused: ${JSON.stringify(refused)}`)
    await recovery.workUntil(atMs + minuteMs, Math.min(atMs + 12 * hourMs, nowMs))
  }
  return new Set(samples.map(({ postId }) => postId)).size
}

function textOf(postId: string, atMs: number) {
  return { capturedAt: new Date(atMs).toISOString(), title: `Video ${postId}` }
}

function readVideos() {
  const file = path.join(import.meta.dirname, '../traces/post-metrics-youtube.jsonl')
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => metricSampleSchema.parse(JSON.parse(line)))
}
