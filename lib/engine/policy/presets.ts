import type { ActionCategory, ActionTypeRule, Constraint, Policy } from './policy.ts'

/** What an unregistered action type is taken for: the careful reading (domain.md, section 2). */
export const unregisteredActionType: ActionTypeRule = {
  category: 'content_modification',
  reversibility: 'irreversible',
  autonomousEdit: true,
  risk: 0.5,
}

const edit = (risk: number): ActionTypeRule => ({
  category: 'content_modification',
  reversibility: 'reversible',
  autonomousEdit: true,
  risk,
})

const read: ActionTypeRule = {
  category: 'content_modification',
  reversibility: 'read_only',
  autonomousEdit: false,
  risk: 0,
}

/** Action types that every preset knows; a policy may register more. */
const actionTypes: Readonly<Record<string, ActionTypeRule>> = {
  read,
  fetch_metrics: read,
  edit: edit(0.2),
  edit_caption: edit(0.2),
  update_bio: edit(0.25),
  comment: { ...edit(0.2), reversibility: 'externally_reversible' },
  reply: { ...edit(0.2), reversibility: 'externally_reversible' },
  publish: { ...edit(0.3), reversibility: 'externally_reversible' },
  thread: { ...edit(0.3), reversibility: 'externally_reversible', category: 'social_amplification' },
  amplify: { ...edit(0.3), reversibility: 'externally_reversible', category: 'social_amplification' },
  optimize_content: { ...edit(0.3), category: 'seo_optimization' },
  increase_keywords: { ...edit(0.25), category: 'seo_optimization' },
  decrease_keywords: { ...edit(0.25), category: 'seo_optimization' },
  respond_to_competitor: {
    ...edit(0.35),
    reversibility: 'externally_reversible',
    category: 'competitor_response',
  },
  rollback: edit(0.1),
  delete_content: { ...edit(0.7), reversibility: 'irreversible' },
  delete_post: { ...edit(0.7), reversibility: 'irreversible' },
  enable_feature: {
    category: 'system_configuration',
    reversibility: 'reversible',
    autonomousEdit: false,
    risk: 0.4,
  },
  disable_feature: {
    category: 'system_configuration',
    reversibility: 'reversible',
    autonomousEdit: false,
    risk: 0.4,
  },
  change_strategy: {
    category: 'strategy_change',
    reversibility: 'reversible',
    autonomousEdit: false,
    risk: 0.5,
  },
}

/** Limits of one row of the constraints table: [an hour, a day], or null for no limit. */
type Limits = readonly [hourly: number, daily: number] | null

const constraint = (
  categories: readonly ActionCategory[],
  riskThreshold: number,
  approvalRequired: boolean,
  autoApprovalThreshold: number,
  limits: Limits,
): Constraint => ({
  id: `${categories[0] ?? 'any'}_limit`,
  categories,
  riskThreshold,
  approvalRequired,
  autoApprovalThreshold,
  hourlyLimit: limits?.[0] ?? null,
  dailyLimit: limits?.[1] ?? null,
  maxContentLength: null,
  requiredKeywords: [],
})

const constraints = (
  content: Limits,
  seo: Limits,
  competitor: Limits,
  amplification: Limits,
): readonly Constraint[] => [
  constraint(['content_modification'], 0.7, false, 0.3, content),
  constraint(['seo_optimization'], 0.5, false, 0.3, seo),
  constraint(['competitor_response'], 0.6, false, 0.4, competitor),
  constraint(['social_amplification'], 0.6, false, 0.4, amplification),
  constraint(['strategy_change', 'system_configuration'], 0.8, true, 0.2, null),
]

const standard: Policy = {
  name: 'standard',
  mode: 'enforce',
  velocity: {
    counts: 'attempted',
    tiers: {
      tier_1: { windowMinutes: 15, actionsPerMinute: 0.8, executor: 'autonomous_guardian_executor' },
      tier_2: { windowMinutes: 10, actionsPerMinute: 1.5, executor: 'autonomous_recovery_executor' },
      tier_3: { windowMinutes: 5, actionsPerMinute: 3.0 },
    },
  },
  actionTypes,
  constraints: constraints([40, 300], [30, 200], [20, 100], [25, 150]),
  limits: { hourlyPerCategory: 50, dailyPerCategory: 400 },
  patterns: {
    sameTypeOnTargetDaily: 10,
    anyTypeHourly: 100,
    conflictingPairs: [
      ['optimize_content', 'delete_content'],
      ['increase_keywords', 'decrease_keywords'],
      ['enable_feature', 'disable_feature'],
    ],
  },
  containment: { pacing: true, holding: true },
  approvals: { expireMinutes: 1440, irreversibleNeedsApproval: true },
  lockout: {
    resetApprovals: 1,
    repeatWithinMinutes: 1440,
    rollbacksPass: true,
    probation: { minutes: 10, maxActions: 5 },
  },
  recovery: {
    windowMinutes: 90,
    minSamples: 3,
    minImpressions: 100,
    refuseRegressedCounters: true,
    healthyBelow: 0.2,
    intensity: { tier_2: 0.55, tier_3: 0.8 },
    cooldownMinutes: { comment: 30, edit: 120, thread: 180 },
    maxActionsPerWindow: 2,
    accountActionsPerHour: 10,
    keyScope: 'episode',
    restHours: 72,
    retry: { maxAttempts: 5, withinMinutes: 1440, baseSeconds: 30, capSeconds: 1800 },
    outcome: { horizonMinutes: 1440, minImpressions: 100 },
    holdoutFraction: 0,
  },
}

/** The rules of the seed document alone: velocity and recovery, nothing added (interface.md, Policy). */
const seed: Policy = {
  ...standard,
  name: 'seed',
  constraints: [],
  limits: null,
  patterns: null,
  containment: { pacing: false, holding: false },
  approvals: { ...standard.approvals, irreversibleNeedsApproval: false },
  lockout: { ...standard.lockout, probation: null },
  recovery: {
    ...standard.recovery,
    minImpressions: 0,
    refuseRegressedCounters: false,
    healthyBelow: 0,
    accountActionsPerHour: null,
    keyScope: 'post',
  },
}

/** `standard` with the original system's low limits and two reviewers for every reset. */
const strict: Policy = {
  ...standard,
  name: 'strict',
  constraints: constraints([10, 50], [8, 30], [5, 20], [6, 25]),
  limits: { hourlyPerCategory: 50, dailyPerCategory: 200 },
  lockout: { ...standard.lockout, resetApprovals: 2 },
}

/** The policies that ship, by name; `standard` is the default. */
export const presets = { seed, standard, strict } as const
export type PresetName = keyof typeof presets
