import { expect, test } from 'vitest'
import { safeReturnPath } from '#lib/auth/safe-return-path.ts'

test.each([
  ['a page', '/lockouts/1?range=1h#brief', '/lockouts/1?range=1h#brief'],
  ['nothing', null, '/'],
  ['an empty text', '', '/'],
  ['another site', 'https://evil.example/', '/'],
  ['another site without scheme', '//evil.example/', '/'],
  ['a backslash that browsers read as a slash', '/\\evil.example', '/'],
  ['a tab that browsers drop', '/\t/evil.example', '/'],
  ['a dot segment that leaves two slashes', '/.//evil.example', '/'],
  ['a script', 'javascript:alert(1)', '/'],
  ['a relative path', 'lockouts', '/'],
  ['the sign-in page itself', '/sign-in?from=/', '/'],
  ['an answer for machines', '/api/console/overview', '/'],
  ['a page whose name only begins alike', '/settings', '/settings'],
])('%s', (_name, wanted, expected) => {
  expect(safeReturnPath(wanted)).toBe(expected)
})
