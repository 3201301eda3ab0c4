import { expect, test } from 'vitest'
import { jsonFault } from '#lib/gate/json-fault.ts'

/** What is wrong, and where: text, position, and how the sentence begins. */
const faults: [string, number, string][] = [
  ['{"a":x}', 5, 'is not JSON at line 1, column 6'],
  ['x', 0, 'is not JSON at line 1, column 1'],
  ['{"a":1,}', 7, 'is not JSON at line 1, column 8'],
  ['{\n"a":1\n"b":2}', 8, 'is not JSON at line 3, column 1'],
  ['[1,2', 4, 'is not JSON: it ends too early'],
  ['{"a":"', 6, 'is not JSON: it ends too early'],
  ['{"a":NaN}', 5, 'is not JSON at line 1, column 6'],
  ['{"a":1} x', 8, 'is not JSON at line 1, column 9'],
]

test.each(faults)('%j', (text, position, beginning) => {
  let error: unknown
  try {
    JSON.parse(text)
  } catch (thrown) {
    error = thrown
  }
  const sentence = jsonFault(text, error)
  expect(sentence).toContain(`(position ${position})`)
  expect(sentence.startsWith(beginning), sentence).toBe(true)
})
