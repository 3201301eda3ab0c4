import { expect, test } from 'vitest'
import type { StopOrder } from '#lib/engine/guard/commands.ts'
import { createControl } from '#lib/services/control.ts'

const order: StopOrder = {
  stopOrderId: 'one',
  scope: { kind: 'everything' },
  reason: 'the agents run wild',
  by: { id: 'id-lea', name: 'lea' },
  expiresAtMs: null,
}

test('an epoch that was only heard of is not decided under: its stop orders are not known yet', async () => {
  let stored = { epoch: 3, stopOrders: [] as readonly StopOrder[] }
  const moves: number[] = []
  const control = createControl(
    () => Promise.resolve(stored),
    () => moves.push(stored.epoch),
  )
  expect(control.epoch()).toBeNull()
  await control.refresh()
  expect(control.epoch()).toBe(3)
  stored = { epoch: 4, stopOrders: [order] }
  control.observe(4)
  expect(control.epoch()).toBeNull()
  await control.refresh()
  expect(control.epoch()).toBe(4)
  expect(control.stopOrders()).toEqual([order])
  control.observe(4)
  control.observe(2)
  expect(control.epoch()).toBe(4)
  expect(moves).toEqual([3, 4])
})

test('of two reads that overtake each other the newer one stays', async () => {
  const answers: ((state: { epoch: number; stopOrders: readonly StopOrder[] }) => void)[] = []
  const control = createControl(
    () => new Promise((resolve) => answers.push(resolve)),
    () => undefined,
  )
  const reads = [control.refresh(), control.refresh()]
  answers[1]?.({ epoch: 8, stopOrders: [order] })
  answers[0]?.({ epoch: 7, stopOrders: [] })
  await Promise.all(reads)
  expect(control.epoch()).toBe(8)
  expect(control.stopOrders()).toEqual([order])
})
