import type { FetchedSample, PostReference } from '../connector.ts'

/** A recorded sample of a metrics file. */
export interface RecordedSample extends FetchedSample {
  readonly capturedAtMs: number
}

/** A metrics file, by post; each post's samples in the order of their times. */
export interface Recording {
  /** Of the file's earliest sample. */
  readonly firstAtMs: number
  readonly posts: ReadonlyMap<string, readonly RecordedSample[]>
}

/** From when and how fast a recording is played. */
export interface PlaybackPace {
  readonly startsAtMs: number
  readonly speed: number
}

/** Orders the samples of a file. */
export function recordingOf(samples: readonly RecordedSample[]): Recording {
  const posts = new Map<string, RecordedSample[]>()
  let firstAtMs = Infinity
  for (const sample of samples) {
    const own = posts.get(sample.postId)
    if (own) own.push(sample)
    else posts.set(sample.postId, [sample])
    firstAtMs = Math.min(firstAtMs, sample.capturedAtMs)
  }
  for (const own of posts.values()) own.sort((a, b) => a.capturedAtMs - b.capturedAtMs)
  return { firstAtMs, posts }
}

/**
 * What the posts of a recording show at `nowMs`, as though its first sample had been taken at `startsAtMs`. A sample
 * whose time has not come is not there yet; after its last one a post stands still.
 */
export function playedAt(
  { firstAtMs, posts }: Recording,
  { startsAtMs, speed }: PlaybackPace,
  asked: readonly PostReference[],
  nowMs: number,
): readonly FetchedSample[] {
  const atMs = firstAtMs + (nowMs - startsAtMs) * speed
  return asked.flatMap(({ postId }) => {
    const newest = posts.get(postId)?.findLast(({ capturedAtMs }) => capturedAtMs <= atMs)
    return newest ? [{ postId, impressions: newest.impressions, engagements: newest.engagements }] : []
  })
}
