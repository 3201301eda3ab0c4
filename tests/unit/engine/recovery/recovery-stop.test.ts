import { describe, expect, test } from 'vitest'
import type { StopOrder } from '#lib/engine/guard/commands.ts'
import { recoveryStop } from '#lib/engine/recovery/recovery-stop.ts'
import { hour, noonMs } from '#tests/support/recovery-samples.ts'

const order = (scope: StopOrder['scope'], expiresAtMs: number | null = null): StopOrder => {
  return { stopOrderId: 's', scope, reason: 'a look', by: { id: 'lead', name: 'Lead' }, expiresAtMs }
}
const everything = { kind: 'everything' } as const
const post = { accountId: 'a', platform: 'mastodon' }
const forever = { expiresAtMs: null }

describe('whether stop orders refuse recovery, and until when', () => {
  test.each<[string, readonly StopOrder[], ReturnType<typeof recoveryStop>]>([
    ['none', [], null],
    ['everything', [order(everything)], forever],
    ['everything, for an hour', [order(everything, noonMs + hour)], { expiresAtMs: noonMs + hour }],
    ['its last millisecond', [order(everything, noonMs + 1)], { expiresAtMs: noonMs + 1 }],
    ['run out at this very time', [order(everything, noonMs)], null],
    ['this account', [order({ kind: 'account', accountId: 'a' })], forever],
    ['another account', [order({ kind: 'account', accountId: 'b' })], null],
    ['this platform', [order({ kind: 'platform', platform: 'mastodon' })], forever],
    ['another platform', [order({ kind: 'platform', platform: 'bluesky' })], null],
    ['recovery', [order({ kind: 'agent', agentId: 'autonomous_recovery_executor' })], forever],
    ['another agent', [order({ kind: 'agent', agentId: 'writer' })], null],
    ['this action type', [order({ kind: 'action_type', actionType: 'edit' })], forever],
    ['another action type', [order({ kind: 'action_type', actionType: 'comment' })], null],
    [
      'two, until the later',
      [order(everything, noonMs + hour), order({ kind: 'account', accountId: 'a' }, noonMs + 2 * hour)],
      { expiresAtMs: noonMs + 2 * hour },
    ],
    [
      'two, one without an end',
      [order(everything, noonMs + hour), order({ kind: 'account', accountId: 'a' })],
      forever,
    ],
  ])('%s', (_name, orders, stop) => {
    expect(recoveryStop(orders, post, 'edit', noonMs)).toStrictEqual(stop)
  })

  test('an order on an action type stops nothing while the type is not known', () => {
    const orders = [order({ kind: 'action_type', actionType: 'edit' })]
    expect(recoveryStop(orders, post, null, noonMs)).toBeNull()
  })
})
