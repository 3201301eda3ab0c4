import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DiffRun, wordDiff } from '#components/approvals/word-diff.ts'

/** Removed words in [-…-], added ones in [+…+]. */
const written = (runs: readonly DiffRun[]) =>
  runs
    .map(({ kind, text }) => {
      if (kind === 'same') return text
      return kind === 'removed' ? `[-${text}-]` : `[+${text}+]`
    })
    .join('')

test.each([
  { before: 'Roasted weekly.', after: 'Roasted weekly.', diff: 'Roasted weekly.' },
  {
    before: 'Roasted weekly in Uji.',
    after: 'Roasted every morning in Uji.',
    diff: 'Roasted [-weekly-][+every morning+] in Uji.',
  },
  { before: '', after: 'new', diff: '[+new+]' },
  { before: 'old', after: '', diff: '[-old-]' },
  { before: '12 €', after: '14 €', diff: '[-12-][+14+] €' },
  { before: 'a b c', after: 'a c', diff: 'a [-b -]c' },
  { before: '茶 は', after: '茶 が', diff: '茶 [-は-][+が+]' },
])('$before, then $after: $diff', ({ before, after, diff }) => {
  expect(written(wordDiff(before, after))).toBe(diff)
})

test('nothing is lost: both texts can be read out of the runs', () => {
  const text = fc
    .array(fc.constantFrom('tea', 'Uji', ' ', '\n', '. ', 'é', '#1'))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const runs = wordDiff(before, after)
      const of = (left: DiffRun['kind']) => runs.filter(({ kind }) => kind !== left).map((run) => run.text)
      expect(of('added').join('')).toBe(before)
      expect(of('removed').join('')).toBe(after)
    }),
  )
})

test('two long texts without a word in common are shown as replaced, not compared word by word', () => {
  const long = (word: string) =>
    Array.from({ length: 5000 }, (_, index) => `${word}${String(index)}`).join('-')
  expect(wordDiff(long('a'), long('b')).length).toBeLessThanOrEqual(2)
})
