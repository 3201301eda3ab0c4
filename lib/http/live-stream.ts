import type { LiveMessage } from '../contracts/console-routes.ts'
import type { LiveFeed } from './live-feed.ts'

/** Shorter than the idle time after which proxies on the way hang up. */
const heartbeatMs = 15_000
/** A page that has not read this many messages is gone or asleep; it connects again and reads everything. */
const unreadMessages = 64

/**
 * An endless server-sent event stream of what changes, beginning with a message that says the time; ends when the
 * browser goes away, when it stops reading, or never.
 */
export function liveStream(
  feed: LiveFeed,
  now: () => number,
  signal: AbortSignal,
  headers: Record<string, string>,
): Response {
  const encoder = new TextEncoder()
  let stop = (): void => undefined
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const send = (message: LiveMessage): void => {
          if ((controller.desiredSize ?? 0) <= 0) {
            stop()
            controller.close()
            return
          }
          controller.enqueue(encoder.encode(`data: ${JSON.stringify(message)}\n\n`))
        }
        const unsubscribe = feed.subscribe(send)
        const heartbeat = setInterval(() => send(nothingNew(now())), heartbeatMs)
        stop = () => {
          clearInterval(heartbeat)
          unsubscribe()
        }
        signal.addEventListener('abort', () => stop())
        send(nothingNew(now()))
      },
      cancel: () => stop(),
    },
    new CountQueuingStrategy({ highWaterMark: unreadMessages }),
  )
  return new Response(stream, {
    headers: {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-cache, no-transform',
      // Proxies that gather answers before they pass them on would hold events back.
      'x-accel-buffering': 'no',
    },
  })
}

function nothingNew(atMs: number): LiveMessage {
  return { atMs, accountIds: [], organisation: false, lockouts: [] }
}
