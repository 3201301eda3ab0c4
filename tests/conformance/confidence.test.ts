import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { escalationConfidence } from '#lib/engine/guard/confidence.ts'

const cases = JSON.parse(readFileSync(new URL('golden/confidence.json', import.meta.url), 'utf8')) as {
  violations: number
  validationConfidence: number
  expect: number
}[]

describe('confidence agrees with the seed', () => {
  it.each(cases)(
    '$violations violations at $validationConfidence: $expect',
    ({ violations, validationConfidence, expect: expected }) => {
      expect(escalationConfidence(violations, validationConfidence)).toBe(expected)
    },
  )
})
