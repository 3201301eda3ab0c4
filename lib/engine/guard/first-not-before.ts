/** Index of the first of the sorted `actions` that is not before `timeMs`; their number when all are. O(log n). */
export function firstNotBefore(actions: readonly { readonly atMs: number }[], timeMs: number): number {
  let low = 0
  let high = actions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((actions[middle]?.atMs ?? Infinity) < timeMs) low = middle + 1
    else high = middle
  }
  return low
}
