import { presets } from '#lib/engine/policy/presets.ts'

const text = (document: object): string => JSON.stringify(document)

/** Policies that every way in refuses: the text, and the field that the refusal names; `document` is the whole. */
export const badPolicies: readonly {
  readonly name: string
  readonly document: string
  readonly field: string
}[] = [
  {
    name: 'inverted tiers',
    document: text({ velocity: { tiers: { tier_2: { actionsPerMinute: 0.5 } } } }),
    field: 'velocity.tiers.tier_2.actionsPerMinute',
  },
  {
    name: 'a zero window',
    document: text({ velocity: { tiers: { tier_1: { windowMinutes: 0 } } } }),
    field: 'velocity.tiers.tier_1.windowMinutes',
  },
  { name: 'an unknown key', document: text({ velocity: { teirs: {} } }), field: 'velocity.teirs' },
  {
    name: 'NaN',
    document: '{"velocity":{"tiers":{"tier_3":{"actionsPerMinute":NaN}}}}',
    field: 'document',
  },
  {
    name: 'NaN as a text',
    document: text({ velocity: { tiers: { tier_3: { actionsPerMinute: 'NaN' } } } }),
    field: 'velocity.tiers.tier_3.actionsPerMinute',
  },
  { name: '10 MB', document: `{"name":"${'x'.repeat(10 * 1024 * 1024)}"}`, field: 'document' },
  {
    name: '10 MB of constraints',
    document: text({ constraints: Array.from({ length: 50_000 }, () => presets.standard.constraints[0]) }),
    field: 'document',
  },
]
