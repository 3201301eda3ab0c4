import { canonicalJson } from '../shared/canonical-json.ts'
import { accountStream, type EventRow } from '../store/event-log/event-row.ts'
import { listStreams, readStream } from '../store/event-log/read-events.ts'
import type { Runtime } from './runtime.ts'

/**
 * The log as JSON Lines, without line ends: `{"stream","seq","type","at","data","hash"}`, stream after stream, each in
 * order, in bounded memory; one account's stream or everything, the organisation's included. `afterSeq` resumes one
 * stream. The `data` is byte for byte what the hash covers.
 */
export async function* exportEvents(
  runtime: Pick<Runtime, 'database'>,
  selection: { readonly accountId?: string; readonly afterSeq?: number } = {},
): AsyncGenerator<string> {
  const { reads } = runtime.database
  const { accountId, afterSeq = 0 } = selection
  if (accountId !== undefined) {
    for await (const event of readStream(reads, accountStream(accountId), afterSeq)) yield lineOf(event)
    return
  }
  for await (const stream of listStreams(reads)) {
    for await (const event of readStream(reads, stream)) yield lineOf(event)
  }
}

function lineOf({ stream, seq, type, atMs, body, hash }: EventRow): string {
  const head = `{"stream":${canonicalJson(stream)},"seq":${seq},"type":${canonicalJson(type)}`
  const at = new Date(atMs).toISOString()
  return `${head},"at":"${at}","data":${body},"hash":"${Buffer.from(hash).toString('hex')}"}`
}
