import { describe, expect, it } from 'vitest'
import {
  formatClock,
  formatCountdown,
  formatLength,
  formatMoment,
  formatSpan,
  formatSpanShort,
} from '#lib/shared/format-time.ts'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const at = Date.UTC(2026, 10, 22, 23, 30, 5)

describe('a length of time', () => {
  it.each([
    [0, '0 s'],
    [-5000, '0 s'],
    [59_999, '59 s'],
    [170_000, '2 min 50 s'],
    [3_600_000, '1 h'],
    [18_120_000, '5 h 2 min'],
    [273_600_000, '3 d 4 h'],
  ])('of %i ms reads %s', (ms, text) => {
    expect(plain(formatSpan(ms))).toBe(text)
  })

  it('in one unit, as a countdown, and rounded once it is over', () => {
    expect(plain(formatSpanShort(678_000))).toBe('11 min')
    expect(formatCountdown(228_000)).toBe('3:48')
    expect(formatCountdown(59_001)).toBe('1:00')
    expect(plain(formatLength(69_600))).toBe('1 min 10 s')
  })
})

describe('a moment', () => {
  it('is shown in the zone that is asked for', () => {
    expect(formatClock(at, 'UTC')).toBe('23:30:05')
    expect(formatClock(at, 'Europe/Berlin', 'minute')).toBe('00:30')
  })

  it('carries its day when the time alone would be in doubt', () => {
    expect(plain(formatMoment(at, at + 3_600_000, 'UTC'))).toBe('23:30:05')
    expect(plain(formatMoment(at, at + 13 * 3_600_000, 'UTC'))).toBe('22 Nov 23:30:05')
    expect(plain(formatMoment(at, at + 13 * 3_600_000, 'Europe/Berlin'))).toBe('00:30:05')
    expect(plain(formatMoment(at, at + 30 * 24 * 3_600_000, 'UTC'))).toBe('22 Nov 23:30:05')
  })

  it('carries its year when the day alone would be in doubt', () => {
    const day = 24 * 3_600_000
    expect(plain(formatMoment(at, at + 181 * day, 'UTC'))).toBe('22 Nov 23:30:05')
    expect(plain(formatMoment(at, at + 183 * day, 'UTC'))).toBe('22 Nov 2026 23:30:05')
    expect(plain(formatMoment(at, at - 366 * day, 'UTC', 'minute'))).toBe('22 Nov 2026 23:30')
  })
})
