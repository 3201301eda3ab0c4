import { expect, test } from 'vitest'
import { lockoutParts } from '#components/guard/lockouts-text.ts'

const by = { id: 'id-ana', name: 'Ana' }
const undecided = { upheld: null }
const upheldUntil = (reviewAtMs: number | null) => ({ upheld: { by, atMs: 0, note: '', reviewAtMs } })

test.each([
  { name: 'none', lockouts: [], parts: [] },
  { name: 'two to decide', lockouts: [undecided, undecided], parts: ['2 lockouts to decide'] },
  { name: 'no review date', lockouts: [upheldUntil(null)], parts: ['1 lockout upheld'] },
  { name: 'a review that is due now', lockouts: [upheldUntil(1000)], parts: ['1 lockout upheld'] },
  {
    name: 'a review a millisecond late',
    lockouts: [upheldUntil(999)],
    parts: ['1 review overdue', '1 lockout upheld'],
  },
  {
    name: 'all at once',
    lockouts: [undecided, upheldUntil(1), upheldUntil(2000)],
    parts: ['1 lockout to decide', '1 review overdue', '2 upheld'],
  },
])('$name: $parts', ({ lockouts, parts }) => {
  // A count keeps to its noun by a no-break space.
  const said = lockoutParts(lockouts, 1000).map((part) => part.replaceAll('\u00a0', ' '))
  expect(said).toEqual(parts)
})
