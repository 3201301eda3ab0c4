import type { LivePost } from './live-posts.ts'

const minuteMs = 60_000
/** How often a post's counters are read. */
export const everyMinutes = 5
/** From then on a post engages at its second rate: after its first action, if it had one. */
const turnsAtMinute = 15
/** How long the recording goes on after the demo has started. */
const goesOnMinutes = 180

/** The metrics file of the live set as JSON Lines, in the order of its times. */
export function liveRecording(posts: readonly LivePost[], accountId: string, startMs: number): string {
  const samples = posts.flatMap((post) => {
    const count = Math.floor((post.minutesAgo + goesOnMinutes) / everyMinutes) + 1
    return Array.from({ length: count }, (_, index) => sampleAt(post, index * everyMinutes))
      .map(({ minute, ...counters }) => ({
        ...counters,
        atMs: startMs + (minute - post.minutesAgo) * minuteMs,
      }))
      .map((sample) => ({ ...sample, postId: post.postId, title: post.title }))
  })
  return samples
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, ...sample }) =>
      JSON.stringify({
        ...{ accountId, platform: 'recorded', capturedAt: new Date(atMs).toISOString() },
        ...sample,
      }),
    )
    .join('\n')
}

function sampleAt({ impressionsPerMinute, rate: [before, after] }: LivePost, minute: number) {
  const early = Math.min(minute, turnsAtMinute)
  const engaged = early * before + (minute - early) * after
  return {
    minute,
    impressions: Math.round(minute * impressionsPerMinute),
    engagements: Math.round(engaged * impressionsPerMinute),
  }
}
