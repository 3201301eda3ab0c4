import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { MetricsAnswer, PostReference } from '../../connectors/connector.ts'
import {
  playedAt,
  type RecordedSample,
  type Recording,
  recordingOf,
} from '../../connectors/recorded/recording.ts'
import type { Playback } from '../../contracts/connection.ts'
import { metricSampleSchema } from '../../contracts/metric-sample.ts'
import { readJsonLines } from '../read-json-lines.ts'

/** Plays a metrics file: answers with what its posts show by now. A file that cannot be read is a failed request. */
export function playRecording({ file, startsAt, speed }: Playback, clock: () => number) {
  return async (posts: readonly PostReference[]): Promise<MetricsAnswer> => {
    try {
      const nowMs = clock()
      const startsAtMs = startsAt === undefined ? nowMs : Date.parse(startsAt)
      return { kind: 'fetched', samples: playedAt(await read(file), { startsAtMs, speed }, posts, nowMs) }
    } catch {
      return { kind: 'failed', errorCode: 'recording_unreadable', retryAfterMs: null }
    }
  }
}

/** Files as they were read last; a changed one is read again. */
const known = new Map<string, { readonly changedAtMs: number; readonly recording: Recording }>()

async function read(file: string): Promise<Recording> {
  const changedAtMs = (await stat(file)).mtimeMs
  const last = known.get(file)
  if (last?.changedAtMs === changedAtMs) return last.recording
  const samples: RecordedSample[] = []
  for await (const lines of readJsonLines(
    { name: file, chunks: createReadStream(file) },
    metricSampleSchema,
  )) {
    for (const { value } of lines) {
      const { postId, capturedAt: capturedAtMs, impressions, engagements } = value
      samples.push({ postId, capturedAtMs, impressions, engagements })
    }
  }
  const recording = recordingOf(samples)
  known.set(file, { changedAtMs, recording })
  return recording
}
