import type { AccountState, IntervalView } from '#lib/contracts/views/account-row.ts'

/** One layer of the ribbon: where an account was in a state. */
export interface StateLayer {
  readonly state: AccountState
  readonly intervals: readonly IntervalView[]
}

/**
 * The account's state over [fromMs, toMs] without gaps: at each moment the first layer that holds there, else `none`.
 * Neighbours of one state are one piece.
 */
export function stateRibbon(
  layers: readonly StateLayer[],
  fromMs: number,
  toMs: number,
): (IntervalView & { state: AccountState })[] {
  const borders = new Set([fromMs, toMs])
  for (const { intervals } of layers) {
    for (const interval of intervals) {
      for (const borderMs of [interval.fromMs, interval.toMs]) {
        if (borderMs > fromMs && borderMs < toMs) borders.add(borderMs)
      }
    }
  }
  const cursors = layers.map((layer) => ({ ...layer, next: 0 }))
  const ribbon: (IntervalView & { state: AccountState })[] = []
  const sorted = [...borders].sort((left, right) => left - right)
  sorted.slice(0, -1).forEach((startMs, index) => {
    const endMs = sorted[index + 1] ?? toMs
    const state = cursors.find((cursor) => holdsAt(cursor, startMs))?.state ?? 'none'
    const last = ribbon.at(-1)
    if (last?.state === state) last.toMs = endMs
    else ribbon.push({ fromMs: startMs, toMs: endMs, state })
  })
  return ribbon
}

/** Moves the cursor to the interval that ends after `atMs`; times only grow, so each interval is passed once. */
function holdsAt(cursor: { intervals: readonly IntervalView[]; next: number }, atMs: number): boolean {
  for (
    let interval = cursor.intervals[cursor.next];
    interval && interval.toMs <= atMs;
    interval = cursor.intervals[cursor.next]
  ) {
    cursor.next += 1
  }
  const interval = cursor.intervals[cursor.next]
  return interval !== undefined && interval.fromMs <= atMs
}
