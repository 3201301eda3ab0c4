import { z } from 'zod'
import { presets, type PresetName } from '../engine/policy/presets.ts'
import type { Policy } from '../engine/policy/policy.ts'
import { type PolicyFault, policyFaultsOf, policyFaultWords } from './policy-faults.ts'

const category = z.enum([
  'content_modification',
  'seo_optimization',
  'competitor_response',
  'social_amplification',
  'strategy_change',
  'system_configuration',
])
const fraction = z.number().min(0).max(1)
const positiveInteger = z.int().min(1)
const limit = z.int().min(0).nullable()
const name = z.string().trim().min(1).max(200)

const tierRule = z.strictObject({
  windowMinutes: z.int().min(1).max(1440),
  actionsPerMinute: z.number().positive(),
  executor: name.optional(),
})

const actionType = z.strictObject({
  category,
  reversibility: z.enum(['read_only', 'reversible', 'externally_reversible', 'irreversible']),
  autonomousEdit: z.boolean(),
  risk: fraction,
})

const constraint = z.strictObject({
  id: name,
  categories: z.array(category).min(1),
  riskThreshold: fraction,
  approvalRequired: z.boolean(),
  autoApprovalThreshold: fraction,
  dailyLimit: limit,
  hourlyLimit: limit,
  maxContentLength: positiveInteger.nullable(),
  requiredKeywords: z.array(name),
})

const recovery = z.strictObject({
  windowMinutes: positiveInteger,
  minSamples: z.int().min(2),
  minImpressions: z.int().min(0),
  refuseRegressedCounters: z.boolean(),
  healthyBelow: fraction,
  intensity: z.strictObject({ tier_2: fraction, tier_3: fraction }),
  cooldownMinutes: z.strictObject({
    comment: z.number().min(0),
    edit: z.number().min(0),
    thread: z.number().min(0),
  }),
  maxActionsPerWindow: positiveInteger,
  accountActionsPerHour: positiveInteger.nullable(),
  keyScope: z.enum(['post', 'episode']),
  restHours: z.number().positive(),
  retry: z.strictObject({
    maxAttempts: positiveInteger,
    withinMinutes: positiveInteger,
    baseSeconds: z.number().positive(),
    capSeconds: z.number().positive(),
  }),
  outcome: z.strictObject({ horizonMinutes: positiveInteger, minImpressions: z.int().min(0) }),
  holdoutFraction: fraction,
})

/** The k newest times of each account are kept in memory, and a threshold beyond them would never trigger. */
const maxCountedActions = 100_000

/** A whole policy. Unknown keys, inverted tiers, zero windows and non-finite numbers are refused by name. */
export const policySchema = z
  .strictObject({
    name,
    mode: z.enum(['enforce', 'shadow']),
    velocity: z.strictObject({
      counts: z.enum(['attempted', 'admitted']),
      tiers: z.strictObject({ tier_1: tierRule, tier_2: tierRule, tier_3: tierRule }),
    }),
    actionTypes: z.record(name, actionType),
    constraints: z.array(constraint),
    limits: z.strictObject({ hourlyPerCategory: limit, dailyPerCategory: limit }).nullable(),
    patterns: z
      .strictObject({
        sameTypeOnTargetDaily: limit,
        anyTypeHourly: limit,
        conflictingPairs: z.array(z.tuple([name, name])),
      })
      .nullable(),
    containment: z.strictObject({ pacing: z.boolean(), holding: z.boolean() }),
    approvals: z.strictObject({ expireMinutes: positiveInteger, irreversibleNeedsApproval: z.boolean() }),
    lockout: z.strictObject({
      resetApprovals: z.int().min(1).max(2),
      repeatWithinMinutes: z.int().min(0),
      rollbacksPass: z.boolean(),
      probation: z.strictObject({ minutes: positiveInteger, maxActions: z.int().min(0) }).nullable(),
    }),
    recovery,
  })
  .superRefine((policy, context) => {
    const { tier_1, tier_2, tier_3 } = policy.velocity.tiers
    const refuseInverted = (higher: string, lower: string, rate: number, below: number) => {
      if (rate >= below) return
      const message = `must need at least the rate of ${lower} (${String(below)} a minute)`
      context.addIssue({ code: 'custom', path: ['velocity', 'tiers', higher, 'actionsPerMinute'], message })
    }
    refuseInverted('tier_2', 'tier_1', tier_2.actionsPerMinute, tier_1.actionsPerMinute)
    refuseInverted('tier_3', 'tier_2', tier_3.actionsPerMinute, tier_2.actionsPerMinute)
    for (const [tier, { windowMinutes, actionsPerMinute }] of Object.entries(policy.velocity.tiers)) {
      if (windowMinutes * actionsPerMinute <= maxCountedActions) continue
      const message = `needs more than ${String(maxCountedActions)} actions in its window; no account keeps so many times`
      context.addIssue({ code: 'custom', path: ['velocity', 'tiers', tier, 'actionsPerMinute'], message })
    }
    const ids = policy.constraints.map(({ id }) => id)
    for (const [index, id] of ids.entries()) {
      if (ids.indexOf(id) === index) continue
      const message = `must differ from every other constraint's: ${id} is there twice`
      context.addIssue({ code: 'custom', path: ['constraints', index, 'id'], message })
    }
  })

/** What `parsePolicy` answers: the whole policy, or every fault with the path of its field. */
export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly issues: readonly PolicyFault[] }

/**
 * Reads a policy document: what it leaves out comes from the preset that it `extends` (`standard` by
 * default); objects are filled key by key, lists are taken whole, `null` switches off.
 */
export function parsePolicy(document: unknown): ParsedPolicy {
  if (!isObject(document)) return failed('', 'must be a JSON object')
  const { extends: base = 'standard', ...given } = document
  if (!isPresetName(base)) return failed('extends', `must be one of ${Object.keys(presets).join(', ')}`)
  const filled = fill(presets[base], given)
  const result = policySchema.safeParse(filled, { error: policyFaultWords, reportInput: true })
  if (result.success) return { ok: true, policy: result.data as Policy }
  return { ok: false, issues: policyFaultsOf(result.error) }
}

/** A policy is some kilobytes; what is far more is no policy, and is refused before it is read. */
export const maxPolicyBytes = 256 * 1024

/** Reads a policy as JSON text: the same, with faults of size and form at the path ''. */
export function parsePolicyText(text: string): ParsedPolicy {
  const bytes = new TextEncoder().encode(text).length
  if (bytes > maxPolicyBytes) {
    const size = `${String(Math.ceil(bytes / 1024))} kB`
    return failed('', `is ${size} long; a policy has at most ${String(maxPolicyBytes / 1024)} kB`)
  }
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    return failed('', `is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}`)
  }
  return parsePolicy(document)
}

/** Whether a name is one of the presets that ship. */
export function isPresetName(value: unknown): value is PresetName {
  return typeof value === 'string' && Object.hasOwn(presets, value)
}

function failed(path: string, message: string): ParsedPolicy {
  return { ok: false, issues: [{ path, message }] }
}

/** `given` over `base`, key by key where both are objects. Builds own properties only. */
function fill(base: unknown, given: unknown): unknown {
  if (!isObject(base) || !isObject(given)) return given
  const filled = new Map<string, unknown>(Object.entries(base))
  for (const [key, value] of Object.entries(given)) filled.set(key, fill(filled.get(key), value))
  return Object.fromEntries(filled)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
