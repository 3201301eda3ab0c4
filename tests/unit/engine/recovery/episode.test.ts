import { describe, expect, it } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { episodeAt } from '#lib/engine/recovery/episode.ts'
import { hour, noonMs, recoveryAction } from '#tests/support/recovery-samples.ts'

const rest = 72 * hour
const at = (...agoMs: number[]) => agoMs.map((ago) => recoveryAction({ initiatedAtMs: noonMs - ago }))

describe('episodeAt', () => {
  it.each([
    { name: 'the first, before any action', actions: [], healthy: [], episode: 1, ends: null },
    { name: 'the first, while it lasts', actions: at(hour), healthy: [], episode: 1, ends: rest - hour },
    { name: 'one millisecond before rest', actions: at(rest - 1), healthy: [], episode: 1, ends: 1 },
    { name: 'the second, once rest is over', actions: at(rest), healthy: [], episode: 2, ends: null },
    {
      name: 'the second, once healthy',
      actions: at(hour),
      healthy: [noonMs - 1],
      episode: 2,
      ends: null,
    },
    {
      name: 'healthy before any action ends nothing',
      actions: at(hour),
      healthy: [noonMs - 2 * hour],
      episode: 1,
      ends: rest - hour,
    },
    {
      name: 'rest between two actions, in any order',
      actions: at(hour, rest + hour),
      healthy: [],
      episode: 2,
      ends: rest - hour,
    },
    {
      name: 'a cancelled action is none',
      actions: [recoveryAction({ status: 'cancelled' })],
      healthy: [],
      episode: 1,
      ends: null,
    },
  ])('$name', ({ actions, healthy, episode, ends }) => {
    expect(episodeAt(actions, healthy, noonMs, presets.standard.recovery)).toStrictEqual({
      number: episode,
      endsAtMs: ends === null ? null : noonMs + ends,
    })
  })
})
