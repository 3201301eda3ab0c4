import { expect, test } from 'vitest'
import {
  afterAttempt,
  type AttemptAnswer,
  deliverySchedule,
  type DeliveryStatus,
} from '#lib/engine/delivery/after-attempt.ts'

const accepted: AttemptAnswer = { kind: 'accepted' }
const nobody: AttemptAnswer = { kind: 'no_handler' }
const failed: AttemptAnswer = { kind: 'failed', isFinal: false, retryAfterMs: null }
const refused: AttemptAnswer = { kind: 'failed', isFinal: true, retryAfterMs: null }
const patient = (retryAfterMs: number): AttemptAnswer => ({ kind: 'failed', isFinal: false, retryAfterMs })

interface Row {
  readonly name: string
  readonly status: DeliveryStatus
  readonly attempt: number
  readonly answer: AttemptAnswer
  readonly to: DeliveryStatus
  /** After how many ms it is tried again; null when it is not. */
  readonly waitMs: number | null
}

const rows: readonly Row[] = [
  { name: 'accepted at once', status: 'pending', attempt: 1, answer: accepted, to: 'routed', waitMs: null },
  { name: 'accepted at last', status: 'pending', attempt: 14, answer: accepted, to: 'routed', waitMs: null },
  { name: 'nobody there', status: 'pending', attempt: 1, answer: nobody, to: 'no_handler', waitMs: null },
  {
    name: 'nobody there any more',
    status: 'pending',
    attempt: 5,
    answer: nobody,
    to: 'no_handler',
    waitMs: null,
  },
  { name: 'first failure', status: 'pending', attempt: 1, answer: failed, to: 'pending', waitMs: 5000 },
  { name: 'second failure', status: 'pending', attempt: 2, answer: failed, to: 'pending', waitMs: 10_000 },
  { name: 'sixth failure', status: 'pending', attempt: 6, answer: failed, to: 'pending', waitMs: 160_000 },
  { name: 'at the cap', status: 'pending', attempt: 7, answer: failed, to: 'pending', waitMs: 300_000 },
  { name: 'last but one', status: 'pending', attempt: 13, answer: failed, to: 'pending', waitMs: 300_000 },
  { name: 'the last', status: 'pending', attempt: 14, answer: failed, to: 'delivery_failed', waitMs: null },
  {
    name: 'beyond the last',
    status: 'pending',
    attempt: 15,
    answer: failed,
    to: 'delivery_failed',
    waitMs: null,
  },
  {
    name: 'refused for good',
    status: 'pending',
    attempt: 1,
    answer: refused,
    to: 'delivery_failed',
    waitMs: null,
  },
  {
    name: 'asked to wait longer',
    status: 'pending',
    attempt: 1,
    answer: patient(90_000),
    to: 'pending',
    waitMs: 90_000,
  },
  {
    name: 'asked to wait less',
    status: 'pending',
    attempt: 3,
    answer: patient(1000),
    to: 'pending',
    waitMs: 20_000,
  },
  {
    name: 'asked to wait a year',
    status: 'pending',
    attempt: 1,
    answer: patient(3e10),
    to: 'pending',
    waitMs: 3_600_000,
  },
  {
    name: 'sent again, accepted',
    status: 'delivery_failed',
    attempt: 15,
    answer: accepted,
    to: 'routed',
    waitMs: null,
  },
  {
    name: 'sent again, failed',
    status: 'delivery_failed',
    attempt: 15,
    answer: failed,
    to: 'delivery_failed',
    waitMs: null,
  },
  {
    name: 'sent again, nobody',
    status: 'delivery_failed',
    attempt: 15,
    answer: nobody,
    to: 'delivery_failed',
    waitMs: null,
  },
  { name: 'accepted twice', status: 'routed', attempt: 2, answer: accepted, to: 'routed', waitMs: null },
  {
    name: 'once accepted stays so',
    status: 'routed',
    attempt: 2,
    answer: refused,
    to: 'routed',
    waitMs: null,
  },
  {
    name: 'once accepted, now nobody',
    status: 'routed',
    attempt: 2,
    answer: nobody,
    to: 'routed',
    waitMs: null,
  },
  {
    name: 'registered later, accepted',
    status: 'no_handler',
    attempt: 2,
    answer: accepted,
    to: 'routed',
    waitMs: null,
  },
  {
    name: 'registered later, failed',
    status: 'no_handler',
    attempt: 2,
    answer: failed,
    to: 'delivery_failed',
    waitMs: null,
  },
  { name: 'still nobody', status: 'no_handler', attempt: 2, answer: nobody, to: 'no_handler', waitMs: null },
]

test.each(rows)('$status, $name: $to', ({ status, attempt, answer, to, waitMs }) => {
  const after = afterAttempt({ status, attempt }, answer, deliverySchedule, 1000, 0.5)
  expect(after).toStrictEqual({ status: to, dueAtMs: waitMs === null ? null : 1000 + waitMs })
})

test('all attempts together take some 40 minutes, whatever the jitter', () => {
  for (const random of [0, 0.999]) {
    let totalMs = 0
    for (let attempt = 1; attempt < deliverySchedule.attempts; attempt += 1) {
      totalMs +=
        afterAttempt({ status: 'pending', attempt }, failed, deliverySchedule, 0, random).dueAtMs ?? 0
    }
    expect(totalMs / 60_000).toBeGreaterThan(36)
    expect(totalMs / 60_000).toBeLessThan(45)
  }
})

test('what is recorded in shadow mode is never attempted', () => {
  expect(() => afterAttempt({ status: 'shadow', attempt: 1 }, accepted, deliverySchedule, 0, 0)).toThrow(
    /shadow/,
  )
})
