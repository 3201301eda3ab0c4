import type { ActionDecided, ReasonCode, Verdict } from '#lib/engine/guard/events.ts'
import type { ActiveTier, Constraint, Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { GuardScript, minute } from './guard-script.ts'
import { ana, claimAndAcknowledge, readyMs, resetAttempt } from './locked-out.ts'

/** How a test makes one reason apply to the edit that it asks for, and what that reason answers by itself. */
interface Arrangement {
  readonly verdict: Verdict
  /** Changes the policy under which the edit is decided. */
  readonly policy?: (policy: Policy) => Policy
  /** What happens to the account right before it is decided. */
  readonly before?: (script: GuardScript) => void
}

const blocked = 'blocked'
const held = 'needs_approval'
const content = 'nettle soup'
const category = 'content_modification'

/** Every reason with what makes it apply, in the order of domain.md, section 3. */
export const arrangements: Readonly<Record<ReasonCode, Arrangement>> = {
  stop_order: { verdict: blocked, before: stopEverything },
  lockout_enforced: { verdict: blocked, before: lockOut },
  velocity_tier_3: { verdict: blocked, policy: reaching('tier_3') },
  probation_breached: {
    verdict: blocked,
    policy: (policy) => ({ ...policy, lockout: { ...policy.lockout, probation: probationOf(1) } }),
  },
  constraint_hourly_limit: { verdict: blocked, policy: constrained({ hourlyLimit: 1 }) },
  constraint_daily_limit: { verdict: blocked, policy: constrained({ dailyLimit: 1 }) },
  constraint_risk: { verdict: blocked, policy: constrained({ riskThreshold: 0.1 }) },
  constraint_content_length: {
    verdict: blocked,
    policy: constrained({ maxContentLength: content.length - 1 }),
  },
  constraint_required_keywords: { verdict: blocked, policy: constrained({ requiredKeywords: ['#ad'] }) },
  global_hourly_limit: { verdict: blocked, policy: limited({ hourlyPerCategory: 1 }) },
  global_daily_limit: { verdict: blocked, policy: limited({ dailyPerCategory: 1 }) },
  pattern_same_type_on_target: { verdict: blocked, policy: watched({ sameTypeOnTargetDaily: 1 }) },
  pattern_any_type_hourly: { verdict: blocked, policy: watched({ anyTypeHourly: 1 }) },
  pattern_conflicting_pair: {
    verdict: blocked,
    policy: watched({ conflictingPairs: [['edit', 'undo_edit']] }),
  },
  held_by_recovery_executor: { verdict: held, policy: reaching('tier_2') },
  paced: { verdict: blocked, policy: reaching('tier_1') },
  constraint_needs_approval: { verdict: held, policy: constrained({ approvalRequired: true }) },
  risk_needs_approval: {
    verdict: held,
    // A constraint of its own: one that always wants approval does not ask for the risk as well.
    policy: (policy) => ({
      ...policy,
      constraints: [...policy.constraints, { ...openConstraint, autoApprovalThreshold: 0.1 }],
    }),
  },
  irreversible_needs_approval: {
    verdict: held,
    policy: (policy) => ({
      ...policy,
      actionTypes: { ...policy.actionTypes, edit: { ...edit, reversibility: 'irreversible' } },
    }),
  },
}

/** The reasons in the order in which the contract lets them decide. */
export const orderOfReasons = Object.keys(arrangements) as readonly ReasonCode[]

/**
 * Asks for an edit to which all of these reasons are made to apply. Every history is the same: a lockout was reset, so
 * that probation runs, and two actions on the target were admitted a minute ago under a policy in which nothing is in
 * the way; so a limit of one is reached, a window holds one action, and a pace has something to run from.
 */
export function decideUnder(codes: readonly ReasonCode[]): ActionDecided {
  const script = new GuardScript(openPolicy)
  lockOut(script)
  claimAndAcknowledge(script, ana, readyMs)
  script.give({ type: 'reset_lockout', ...resetAttempt(script) }, readyMs)
  for (const actionType of ['undo_edit', 'edit']) script.ask(readyMs, { actionType, target })
  const arranged = codes.map((code) => arrangements[code])
  const policy = arranged.reduce((changed, { policy: change }) => change?.(changed) ?? changed, openPolicy)
  script.give({ type: 'assign_policy', policyVersion: 'arranged', policy, by: null }, readyMs)
  for (const { before } of arranged) before?.(script)
  return script.ask(readyMs + minute, { target, parameters: { content } })
}

const target = { id: 'post-1' }
const edit = {
  category,
  reversibility: 'reversible',
  autonomousEdit: true,
  risk: 0.2,
} as const

/** A constraint under which nothing is in the way of an edit. */
const openConstraint: Constraint = {
  id: 'open',
  categories: [category],
  riskThreshold: 1,
  approvalRequired: false,
  autoApprovalThreshold: 1,
  dailyLimit: null,
  hourlyLimit: null,
  maxContentLength: null,
  requiredKeywords: [],
}

const farTier = { windowMinutes: 10, actionsPerMinute: 1000 }
const openPatterns = { sameTypeOnTargetDaily: null, anyTypeHourly: null, conflictingPairs: [] }
const openLimits = { hourlyPerCategory: null, dailyPerCategory: null }

/** A policy under which nothing is in the way of an edit. */
const openPolicy: Policy = {
  ...presets.standard,
  velocity: { counts: 'attempted', tiers: { tier_1: farTier, tier_2: farTier, tier_3: farTier } },
  actionTypes: { edit, undo_edit: { ...edit, autonomousEdit: false } },
  constraints: [openConstraint],
  limits: openLimits,
  patterns: openPatterns,
  lockout: { ...presets.standard.lockout, probation: probationOf(5) },
}

function probationOf(maxActions: number) {
  return { minutes: 10, maxActions }
}

/** The tier is reached by a single action, and paces one in 10 minutes. */
function reaching(tier: ActiveTier) {
  return (policy: Policy): Policy => {
    const tiers = { ...policy.velocity.tiers, [tier]: { windowMinutes: 10, actionsPerMinute: 0.1 } }
    return { ...policy, velocity: { ...policy.velocity, tiers } }
  }
}

function constrained(changes: Partial<Constraint>) {
  return (policy: Policy): Policy => {
    const [first = openConstraint, ...others] = policy.constraints
    return { ...policy, constraints: [{ ...first, ...changes }, ...others] }
  }
}

function limited(changes: Partial<NonNullable<Policy['limits']>>) {
  return (policy: Policy): Policy => ({
    ...policy,
    limits: { ...(policy.limits ?? openLimits), ...changes },
  })
}

function watched(changes: Partial<NonNullable<Policy['patterns']>>) {
  return (policy: Policy): Policy => ({
    ...policy,
    patterns: { ...(policy.patterns ?? openPatterns), ...changes },
  })
}

function lockOut(script: GuardScript): void {
  script.give({ type: 'lock_out_account', actor: ana, reason: 'A person saw nonsense posted.' }, readyMs)
}

function stopEverything(script: GuardScript): void {
  const by = { id: 'id-dana', name: 'Dana' }
  const scope = { kind: 'everything' } as const
  script.stopOrders = [{ stopOrderId: 'stop-1', scope, reason: 'vendor is looking', by, expiresAtMs: null }]
}
