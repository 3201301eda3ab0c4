import { describe, expect, test } from 'vitest'
import { parsePolicy, parsePolicyText } from '#lib/contracts/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'

const faults = (document: unknown) => {
  const parsed = parsePolicy(document)
  return parsed.ok ? [] : parsed.issues.map(({ path }) => path)
}

describe('policy documents', () => {
  test.each(Object.values(presets))('the preset $name is a valid document and extends itself', (preset) => {
    expect(parsePolicy(preset)).toEqual({ ok: true, policy: preset })
    expect(parsePolicy({ extends: preset.name, name: preset.name })).toEqual({ ok: true, policy: preset })
  })

  test('what a document leaves out comes from standard; objects fill key by key, lists are taken whole', () => {
    const parsed = parsePolicy({
      name: 'calm',
      velocity: { tiers: { tier_3: { windowMinutes: 2 } } },
      actionTypes: { edit: { risk: 0.9 } },
      constraints: [],
      patterns: null,
      lockout: { probation: null },
    })
    const { standard } = presets
    expect(parsed).toMatchObject({
      ok: true,
      policy: {
        velocity: {
          tiers: {
            tier_3: { windowMinutes: 2, actionsPerMinute: 3 },
            tier_1: standard.velocity.tiers.tier_1,
          },
        },
        actionTypes: {
          edit: { risk: 0.9, category: 'content_modification' },
          comment: standard.actionTypes['comment'],
        },
        constraints: [],
        patterns: null,
        limits: standard.limits,
        lockout: { probation: null, resetApprovals: 1 },
      },
    })
  })

  test.each([
    { name: 'an unknown key', document: { velocty: {} }, paths: ['velocty'] },
    {
      name: 'an unknown key deep inside',
      document: { lockout: { probation: { hours: 1 } } },
      paths: ['lockout.probation.hours'],
    },
    { name: 'an unknown preset', document: { extends: 'lenient' }, paths: ['extends'] },
    {
      name: 'a zero window',
      document: { velocity: { tiers: { tier_1: { windowMinutes: 0 } } } },
      paths: ['velocity.tiers.tier_1.windowMinutes'],
    },
    {
      name: 'a window over a day',
      document: { velocity: { tiers: { tier_1: { windowMinutes: 1441 } } } },
      paths: ['velocity.tiers.tier_1.windowMinutes'],
    },
    {
      name: 'a rate of zero',
      document: { velocity: { tiers: { tier_1: { actionsPerMinute: 0 } } } },
      paths: ['velocity.tiers.tier_1.actionsPerMinute'],
    },
    {
      name: 'NaN',
      document: { velocity: { tiers: { tier_3: { actionsPerMinute: NaN } } } },
      paths: ['velocity.tiers.tier_3.actionsPerMinute'],
    },
    {
      name: 'Infinity',
      document: { velocity: { tiers: { tier_3: { actionsPerMinute: Infinity } } } },
      paths: ['velocity.tiers.tier_3.actionsPerMinute'],
    },
    {
      name: 'a rate that no window can hold',
      document: { velocity: { tiers: { tier_3: { actionsPerMinute: 1e300 } } } },
      paths: ['velocity.tiers.tier_3.actionsPerMinute'],
    },
    {
      name: 'inverted tiers',
      document: { velocity: { tiers: { tier_2: { actionsPerMinute: 0.5 } } } },
      paths: ['velocity.tiers.tier_2.actionsPerMinute'],
    },
    {
      name: 'several faults at once',
      document: { mode: 'off', constraints: {}, limits: 3 },
      paths: ['mode', 'constraints', 'limits'],
    },
    { name: 'no object', document: [], paths: [''] },
  ])('$name is refused by name', ({ document, paths }) => {
    expect(faults(document)).toEqual(paths)
  })

  test.each([
    [{ velocity: { tiers: { tier_1: { windowMinutes: 0 } } } }, 'must be at least 1'],
    [{ velocity: { tiers: { tier_1: { actionsPerMinute: 0 } } } }, 'must be more than 0'],
    [{ velocity: { tiers: { tier_3: { actionsPerMinute: NaN } } } }, 'must be a number, not NaN'],
    [{ velocity: { tiers: { tier_1: { windowMinutes: 1.5 } } } }, 'must be a whole number, not 1.5'],
    [{ velocity: { tiers: { tier_1: { windowMinutes: '15' } } } }, 'must be a number, not a text'],
    [
      { velocity: { tiers: { tier_2: { actionsPerMinute: 0.5 } } } },
      'must need at least the rate of tier_1 (0.8 a minute)',
    ],
    [{ velocty: {} }, 'is not known in a policy; leave it out'],
    [{ mode: 'off' }, 'must be enforce or shadow'],
    [{ constraints: [{}] }, 'must be a text, not missing'],
    [{ name: '' }, 'must not be empty'],
  ])('a fault says in words what the field must be: %j', (document, message) => {
    const parsed = parsePolicy(document)
    expect(parsed.ok ? [] : parsed.issues.map((issue) => issue.message)).toContain(message)
  })

  test('two constraints with one id are refused', () => {
    const [constraint] = presets.standard.constraints
    expect(faults({ constraints: [constraint, constraint] })).toEqual(['constraints.1.id'])
  })

  test('a text of 10 MB is refused by its size, one that is no JSON by its place', () => {
    const messageOf = (text: string) => {
      const parsed = parsePolicyText(text)
      return parsed.ok ? '' : parsed.issues.map(({ path, message }) => `${path}|${message}`).join()
    }
    expect(messageOf(`{"name":"${'x'.repeat(10 * 1024 * 1024)}"}`)).toMatch(
      /^\|is .* kB long; a policy has at most 256 kB/,
    )
    expect(messageOf('{"name": NaN}')).toMatch(/^\|is not JSON/)
    expect(parsePolicyText('{"extends":"seed"}')).toMatchObject({ ok: true })
  })

  test('a document cannot reach the prototype of what it fills', () => {
    const parsed = parsePolicy(JSON.parse('{"__proto__":{"mode":"shadow"}}'))
    expect(parsed.ok).toBe(false)
    expect(({} as Record<string, unknown>)['mode']).toBeUndefined()
  })
})
