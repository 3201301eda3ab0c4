import { consoleRoutes, liveMessageSchema, type LiveMessage } from '../contracts/console-routes.ts'

/** What tabs say to each other: one that has just opened asks how things stand, and the one with the stream tells. */
type Said = { readonly kind: 'asked' } | { readonly kind: 'heard'; readonly message: unknown }

const sharedName = 'interlock-live'
const reopenMs = 5000

/**
 * Takes in what `/api/live` says until the returned function is called. Tabs of one browser share a stream: it keeps
 * six connections to a server, so that with a stream for each tab the seventh would never load. Where tabs cannot
 * agree on one (a page that is neither https nor on this machine has no locks) each has its own.
 */
export function hearLive(take: (message: LiveMessage) => void): () => void {
  if (typeof navigator.locks === 'undefined') return openStream(take)
  const channel = new BroadcastChannel(sharedName)
  const leaving = new AbortController()
  const say = (said: Said): void => channel.postMessage(said)
  let lastAtMs: number | null = null
  let hasStream = false
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.kind === 'heard') takeIn(data.message, take)
    else if (hasStream && lastAtMs !== null) say({ kind: 'heard', message: nothingNew(lastAtMs) })
  }
  say({ kind: 'asked' })
  const holdStream = (): Promise<void> =>
    new Promise((release) => {
      hasStream = true
      const close = openStream((message) => {
        lastAtMs = message.atMs
        say({ kind: 'heard', message })
        take(message)
      })
      leaving.signal.addEventListener('abort', () => {
        close()
        release()
      })
    })
  // The lock goes from tab to tab as they close; leaving before it is granted is no failure.
  navigator.locks.request(sharedName, { signal: leaving.signal }, holdStream).catch((error: unknown) => {
    if (!leaving.signal.aborted) throw error
  })
  return () => {
    leaving.abort()
    channel.close()
  }
}

/** A browser gives up on a stream that was answered with an error: then it is opened again after a pause. */
function openStream(take: (message: LiveMessage) => void): () => void {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  const open = (): void => {
    source = new EventSource(consoleRoutes.live())
    source.onmessage = (event: MessageEvent<string>) => takeIn(JSON.parse(event.data), take)
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenMs)
    }
  }
  open()
  return () => {
    clearTimeout(timer)
    source.close()
  }
}

/** What is not a message (of another version of the console, say) is passed over. */
function takeIn(data: unknown, take: (message: LiveMessage) => void): void {
  const message = liveMessageSchema.safeParse(data)
  if (message.success) take(message.data)
}

function nothingNew(atMs: number): LiveMessage {
  return { atMs, accountIds: [], organisation: false, lockouts: [] }
}
