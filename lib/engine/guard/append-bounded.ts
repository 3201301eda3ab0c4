/** How far a bounded list may outgrow its bound before it is cut: cutting it each time would copy it twice. */
const slack = 128

/**
 * The list, oldest first, with one more item. Keeps at least the newest `cap` items that are not among the first
 * `outdated`, and at most `slack` others. Never mutates its input; the cost is one copy of what is kept.
 */
export function appendBounded<Item>(
  list: readonly Item[],
  item: Item,
  cap: number,
  outdated: number,
): readonly Item[] {
  const spare = Math.max(outdated, list.length + 1 - cap)
  return (spare > slack ? list.slice(spare) : list).concat([item])
}
