import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '#lib/shared/canonical-json.ts'

test('the canonical form is the one of RFC 8785, as an independent implementation has it', () => {
  const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 6 })
  fc.assert(
    fc.property(value, (json) => {
      expect(canonicalJson(json)).toBe(canonicalize(json))
    }),
    { numRuns: 2000 },
  )
})

test('objects with many members are sorted as well', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.double({ noNaN: true, noDefaultInfinity: true }), {
        minKeys: 30,
      }),
      (json) => {
        expect(canonicalJson(json)).toBe(canonicalize(json))
      },
    ),
  )
})

test.each([NaN, Infinity, -Infinity, '\ud800', { '\udc00': 1 }, () => 1, undefined, [undefined], 1n])(
  'what has no JSON form is refused: %s',
  (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  },
)
