/** How severe the action velocity is. Ordered: `none` < `tier_1` < `tier_2` < `tier_3`. */
export type Tier = 'none' | ActiveTier
export type ActiveTier = 'tier_1' | 'tier_2' | 'tier_3'

/** What an action type is about; constraints and limits are set per category. */
export type ActionCategory =
  | 'content_modification'
  | 'seo_optimization'
  | 'competitor_response'
  | 'social_amplification'
  | 'strategy_change'
  | 'system_configuration'

/** Whether the effect of an action can be taken back, and by whom. */
export type Reversibility = 'read_only' | 'reversible' | 'externally_reversible' | 'irreversible'

/** What the policy knows of one action type. */
export interface ActionTypeRule {
  readonly category: ActionCategory
  readonly reversibility: Reversibility
  /** Autonomous edits are what a lockout refuses, and what pacing and holding apply to. */
  readonly autonomousEdit: boolean
  /** Registered risk, 0..1, used when the action brings none. */
  readonly risk: number
}

/** One velocity tier: a window and the rate at which it triggers. */
export interface TierRule {
  readonly windowMinutes: number
  readonly actionsPerMinute: number
  /** Where a transition into the tier is routed; tier 3 locks out instead. */
  readonly executor?: string
}

/** A limit or rule on the actions of some categories. */
export interface Constraint {
  readonly id: string
  readonly categories: readonly ActionCategory[]
  readonly riskThreshold: number
  readonly approvalRequired: boolean
  readonly autoApprovalThreshold: number
  readonly dailyLimit: number | null
  readonly hourlyLimit: number | null
  readonly maxContentLength: number | null
  readonly requiredKeywords: readonly string[]
}

/** The versioned document with every threshold of the two engines. The JSON form is the same. */
export interface Policy {
  readonly name: string
  readonly mode: 'enforce' | 'shadow'
  readonly velocity: {
    /** `attempted` counts every attempt that reaches the gate, `admitted` only those allowed. */
    readonly counts: 'attempted' | 'admitted'
    readonly tiers: Readonly<Record<ActiveTier, TierRule>>
  }
  readonly actionTypes: Readonly<Record<string, ActionTypeRule>>
  readonly constraints: readonly Constraint[]
  readonly limits: {
    readonly hourlyPerCategory: number | null
    readonly dailyPerCategory: number | null
  } | null
  readonly patterns: {
    readonly sameTypeOnTargetDaily: number | null
    readonly anyTypeHourly: number | null
    readonly conflictingPairs: readonly (readonly [string, string])[]
  } | null
  readonly containment: { readonly pacing: boolean; readonly holding: boolean }
  readonly approvals: {
    readonly expireMinutes: number
    readonly irreversibleNeedsApproval: boolean
  }
  readonly lockout: {
    /** How many different reviewers every reset needs: 1 or 2. */
    readonly resetApprovals: number
    /** A lockout within this time of the last one is a repeat, and its reset needs a second reviewer. */
    readonly repeatWithinMinutes: number
    readonly rollbacksPass: boolean
    readonly probation: { readonly minutes: number; readonly maxActions: number } | null
  }
  readonly recovery: RecoveryPolicy
}

/** Intensity of a recovery action: `tier_1` nudge, `tier_2` enhancement, `tier_3` amplification. */
export type Intensity = ActiveTier
export type RecoveryActionType = 'comment' | 'edit' | 'thread'

/** Thresholds of the recovery engine. */
export interface RecoveryPolicy {
  readonly windowMinutes: number
  readonly minSamples: number
  readonly minImpressions: number
  readonly refuseRegressedCounters: boolean
  readonly healthyBelow: number
  readonly intensity: { readonly tier_2: number; readonly tier_3: number }
  readonly cooldownMinutes: Readonly<Record<RecoveryActionType, number>>
  readonly maxActionsPerWindow: number
  readonly accountActionsPerHour: number | null
  /** `post`: the seed's key, one per post for life; `episode`: one per stretch of stagnation. */
  readonly keyScope: 'post' | 'episode'
  readonly restHours: number
  readonly retry: {
    readonly maxAttempts: number
    readonly withinMinutes: number
    readonly baseSeconds: number
    readonly capSeconds: number
  }
  readonly outcome: { readonly horizonMinutes: number; readonly minImpressions: number }
  readonly holdoutFraction: number
}
