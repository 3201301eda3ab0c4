import { expect, test } from 'vitest'
import { LockoutChanges } from '#lib/http/lockout-changes.ts'

const sinceMs = 1000
const standing = {
  lockoutId: 'l1',
  accountId: 'a1',
  handle: '@a1',
  isActive: true,
  version: 1,
  openedAtMs: 1500,
}
const told = (changes: { change: string }[]): string[] => changes.map(({ change }) => change)

test('a lockout is told when it opens, when it changes and when it is reset, each once', () => {
  const changes = new LockoutChanges()
  expect(told(changes.note([standing], sinceMs))).toEqual(['opened'])
  expect(told(changes.note([standing], sinceMs))).toEqual([])
  expect(told(changes.note([{ ...standing, version: 2 }], sinceMs))).toEqual(['changed'])
  expect(told(changes.note([{ ...standing, version: 2, isActive: false }], sinceMs))).toEqual(['reset'])
  expect(told(changes.note([{ ...standing, version: 2, isActive: false }], sinceMs))).toEqual([])
})

test('an old lockout that is first heard of is no news', () => {
  expect(told(new LockoutChanges().note([{ ...standing, openedAtMs: 500 }], sinceMs))).toEqual([])
})
