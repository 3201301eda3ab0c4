/** A run of words that both texts have, or only the one before or the one after. */
export interface DiffRun {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

/** Beyond so many pairs of words the middle is shown as replaced: nobody reads word by word what has no word in common. */
const comparedPairs = 1_000_000

/**
 * How one text becomes the other, word by word: the runs without `added` are the text before, those without `removed`
 * the text after, with every blank. Pure.
 */
export function wordDiff(before: string, after: string): readonly DiffRun[] {
  const old = wordsOf(before)
  const fresh = wordsOf(after)
  const head = commonStart(old, fresh)
  const tail = commonStart(old.slice(head).toReversed(), fresh.slice(head).toReversed())
  const middle = compare(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail))
  const same = (words: readonly string[]) => words.map((text) => ({ kind: 'same' as const, text }))
  return joined([...same(old.slice(0, head)), ...middle, ...same(old.slice(old.length - tail))])
}

/** Words, blanks between them, and marks, each by itself. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? []
}

function commonStart(one: readonly string[], other: readonly string[]): number {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}

/** The longest common subsequence of words tells what stays; the rest is removed, then added. */
function compare(old: readonly string[], fresh: readonly string[]): readonly DiffRun[] {
  if (old.length * fresh.length > comparedPairs) return replaced(old, fresh)
  const lengths = commonLengths(old, fresh)
  const runs: DiffRun[] = []
  let i = 0
  let j = 0
  while (i < old.length && j < fresh.length) {
    const [word = '', other = ''] = [old[i], fresh[j]]
    if (word === other) {
      runs.push({ kind: 'same', text: word })
      i += 1
      j += 1
    } else if ((lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)) {
      runs.push({ kind: 'removed', text: word })
      i += 1
    } else {
      runs.push({ kind: 'added', text: other })
      j += 1
    }
  }
  return [...runs, ...replaced(old.slice(i), fresh.slice(j))]
}

function replaced(old: readonly string[], fresh: readonly string[]): readonly DiffRun[] {
  return [
    ...old.map((text) => ({ kind: 'removed' as const, text })),
    ...fresh.map((text) => ({ kind: 'added' as const, text })),
  ]
}

/** `lengths[i][j]`: how many words the ends of both texts from there on have in common, in order. */
function commonLengths(old: readonly string[], fresh: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0))
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const row = lengths[i] ?? []
    const next = lengths[i + 1] ?? []
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      row[j] = old[i] === fresh[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return lengths
}

function joined(runs: readonly DiffRun[]): readonly DiffRun[] {
  const whole: DiffRun[] = []
  for (const run of runs) {
    const last = whole.at(-1)
    if (last?.kind === run.kind) whole[whole.length - 1] = { kind: run.kind, text: last.text + run.text }
    else whole.push(run)
  }
  return whole
}
