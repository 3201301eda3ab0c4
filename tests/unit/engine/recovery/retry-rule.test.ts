import { describe, expect, it } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { afterFailure, backoffMs, type FailedAttempt } from '#lib/engine/recovery/retry-rule.ts'
import { hour, noonMs } from '#tests/support/recovery-samples.ts'

const { retry } = presets.standard.recovery
const failed = (fields: Partial<FailedAttempt> = {}): FailedAttempt => ({
  attempts: 1,
  firstAttemptAtMs: noonMs,
  errorCode: 'rate_limit',
  mayHaveLeft: false,
  platformRetryAfterMs: null,
  canLookUp: true,
  nowMs: noonMs,
  ...fields,
})

describe('afterFailure', () => {
  it.each([
    ['a rate limit', failed(), { kind: 'retry_scheduled', atMs: noonMs + 15_000 }],
    [
      'a service away',
      failed({ errorCode: 'service_unavailable' }),
      { kind: 'retry_scheduled', atMs: noonMs + 15_000 },
    ],
    [
      'a time-out before the request left',
      failed({ errorCode: 'timeout' }),
      { kind: 'retry_scheduled', atMs: noonMs + 15_000 },
    ],
    [
      'a time-out after it may have left',
      failed({ errorCode: 'timeout', mayHaveLeft: true }),
      { kind: 'unknown' },
    ],
    [
      'a lost network after it may have left',
      failed({ errorCode: 'network_error', mayHaveLeft: true }),
      { kind: 'unknown' },
    ],
    [
      'the same with nowhere to look it up',
      failed({ errorCode: 'timeout', mayHaveLeft: true, canLookUp: false }),
      { kind: 'needs_human' },
    ],
    [
      'ambiguity before the attempts are counted',
      failed({ errorCode: 'timeout', mayHaveLeft: true, attempts: 5 }),
      { kind: 'unknown' },
    ],
    [
      'an answer is not ambiguous',
      failed({ errorCode: 'rate_limit', mayHaveLeft: true }),
      { kind: 'retry_scheduled', atMs: noonMs + 15_000 },
    ],
    [
      'an error that will stay',
      failed({ errorCode: 'forbidden' }),
      { kind: 'exhausted', why: 'not_transient' },
    ],
    ['the fourth failure', failed({ attempts: 4 }), { kind: 'retry_scheduled', atMs: noonMs + 120_000 }],
    ['the fifth failure', failed({ attempts: 5 }), { kind: 'exhausted', why: 'attempts_spent' }],
    [
      'a Retry-After beyond the backoff',
      failed({ platformRetryAfterMs: 90_000 }),
      { kind: 'retry_scheduled', atMs: noonMs + 90_000 },
    ],
    [
      'a Retry-After within it',
      failed({ platformRetryAfterMs: 10 }),
      { kind: 'retry_scheduled', atMs: noonMs + 15_000 },
    ],
    [
      'the last moment of the day',
      failed({ firstAttemptAtMs: noonMs - 24 * hour + 15_000 }),
      { kind: 'retry_scheduled', atMs: noonMs + 15_000 },
    ],
    [
      'past it',
      failed({ firstAttemptAtMs: noonMs - 24 * hour + 14_999 }),
      { kind: 'exhausted', why: 'too_late' },
    ],
  ] as const)('%s', (_name, failure, expected) => {
    expect(afterFailure(failure, retry, 0.5)).toStrictEqual(expected)
  })
})

describe('backoffMs', () => {
  it('doubles its ceiling from 30 s and stops at 30 min', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => backoffMs(attempts, retry, 1) / 1000)
    expect(ceilings).toStrictEqual([30, 60, 120, 240, 480, 960, 1800, 1800])
  })

  it('is a share of it', () => {
    expect(backoffMs(1, retry, 0)).toBe(0)
    expect(backoffMs(3, retry, 0.25)).toBe(30_000)
  })
})
