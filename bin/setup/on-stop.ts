/** A second Ctrl-C within this time is the terminal's and npm's copy of the first. */
const SAME_SIGNAL_MS = 1_000

/**
 * Calls `stop` once when the process is asked to end: by a signal, or by the loss of the channel to the process
 * that started it. Ends with 0 when it succeeds. A later signal ends the process at once.
 */
export function onStop(stop: () => Promise<void>): void {
  let askedAt: number | null = null
  const ask = () => {
    const now = performance.now()
    if (askedAt === null) {
      askedAt = now
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
          process.exit(1)
        },
      )
    } else if (now - askedAt > SAME_SIGNAL_MS) {
      process.exit(130)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  process.on('disconnect', ask)
  // To listen for its loss is no reason to stay: a command that is done must end while its starter still waits.
  process.channel?.unref()
}
