import type { StopOrder } from '../engine/guard/commands.ts'
import { AppError } from '../shared/app-error.ts'
import type { ControlState } from '../store/control.ts'

/** What this process knows of the organisation: how new that is, and which stop orders are in force. */
export interface Control {
  /** The epoch whose stop orders are known; null before the first read and from when a newer one was heard of. */
  readonly epoch: () => number | null
  /** The stop orders of `epoch`. */
  readonly stopOrders: () => readonly StopOrder[]
  /** Takes note of an epoch that came along with another answer. */
  readonly observe: (epoch: number) => void
  /** Reads epoch and stop orders from the database. */
  readonly refresh: () => Promise<void>
  /**
   * The stop orders as the database has them now, for answers that no append checks.
   * @throws AppError `cannot_decide` when they cannot be read.
   */
  readonly readStopOrders: () => Promise<readonly StopOrder[]>
}

/** Makes the knowledge of the organisation; `onMoved` is told when keys or stop orders changed. */
export function createControl(readControl: () => Promise<ControlState>, onMoved: () => void): Control {
  let newest = 0
  let known: ControlState = { epoch: 0, stopOrders: [] }
  const observe = (epoch: number): void => {
    if (epoch <= newest) return
    newest = epoch
    onMoved()
  }
  const refresh = async (): Promise<void> => {
    const read = await readControl()
    // Two reads may overtake each other.
    if (read.epoch > known.epoch) known = read
    observe(read.epoch)
  }
  return {
    // An epoch without its stop orders would let past them what the database then accepts.
    epoch: () => (newest > 0 && known.epoch === newest ? newest : null),
    stopOrders: () => known.stopOrders,
    observe,
    refresh,
    readStopOrders: async () => {
      await refresh().catch((cause: unknown) => {
        throw new AppError('cannot_decide', 'The stop orders cannot be read now; nothing was admitted.', {
          cause,
        })
      })
      return known.stopOrders
    },
  }
}
