interface Wake {
  readonly atMs: number
  readonly order: number
  readonly wake: () => void
}

/** A clock that jumps from one sleeper to the next: hours pass in milliseconds, always in the same order. */
export class VirtualTime {
  nowMs = 0
  private order = 0
  private readonly wakes: Wake[] = []

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      const next = { atMs: this.nowMs + ms, order: this.order++, wake }
      const index = this.wakes.findIndex(({ atMs }) => atMs > next.atMs)
      this.wakes.splice(index < 0 ? this.wakes.length : index, 0, next)
    })
  }

  /** Runs until nobody sleeps any more, the time is over, or `isDone` says so. */
  async run(untilMs: number, isDone: () => boolean): Promise<void> {
    for (;;) {
      const next = this.wakes.shift()
      if (!next || next.atMs > untilMs) return
      this.nowMs = next.atMs
      next.wake()
      // All that this wakes runs before the next sleeper: microtasks end before the macrotask.
      await new Promise((resolve) => setImmediate(resolve))
      if (isDone()) return
    }
  }
}
