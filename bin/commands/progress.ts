const firstAfterMs = 1000
const everyMs = 1000

/** Progress on standard error, for work that takes longer than a second. */
export interface Progress {
  /** Tells how much is done so far, in `unit`s. */
  at(done: number): void
  /** Clears the line. */
  end(): void
}

/** Starts to watch; shows nothing before a second has passed, and never when standard error is not a terminal. */
export function watchProgress(unit: string): Progress {
  const startedAtMs = performance.now()
  let shownAtMs = startedAtMs - everyMs + firstAfterMs
  let shown = false
  return {
    at(done) {
      const nowMs = performance.now()
      if (!process.stderr.isTTY || nowMs - shownAtMs < everyMs) return
      shownAtMs = nowMs
      shown = true
      const perSecond = Math.round((done / (nowMs - startedAtMs)) * 1000)
      process.stderr.write(
        `\r\u001b[K${done.toLocaleString('en')} ${unit}, ${perSecond.toLocaleString('en')} a second`,
      )
    },
    end() {
      if (shown) process.stderr.write('\r\u001b[K')
    },
  }
}
