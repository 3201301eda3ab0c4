import type { StopOrder } from '../engine/guard/commands.ts'

/** What this process knows of the organisation: how new that is, and which stop orders are in force. */
export interface Control {
  /** The newest control epoch seen; null before the first read. */
  readonly epoch: () => number | null
  /** No command gives a stop order yet, so none can be in force. */
  readonly stopOrders: () => readonly StopOrder[]
  /** Takes note of an epoch that came along with another answer. */
  readonly observe: (epoch: number) => void
  /** Reads the epoch from the database. */
  readonly refresh: () => Promise<void>
}

/** Makes the knowledge of the organisation; `onMoved` is told when keys or stop orders changed. */
export function createControl(readEpoch: () => Promise<number>, onMoved: () => void): Control {
  let current: number | null = null
  const observe = (epoch: number): void => {
    if (current !== null && epoch <= current) return
    current = epoch
    onMoved()
  }
  return {
    epoch: () => current,
    stopOrders: () => [],
    observe,
    refresh: async () => observe(await readEpoch()),
  }
}
