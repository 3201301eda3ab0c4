import type { EpisodeView, IfStagnates, RemedyView } from '../../contracts/views/recovery-post-view.ts'
import { hourMs, minuteMs } from '../../engine/policy/needed-count.ts'
import type { Intensity, RecoveryActionType, RecoveryPolicy } from '../../engine/policy/policy.ts'
import { budgetEndsAtMs, cooldownEndsAtMs, frequencyEndsAtMs } from '../../engine/recovery/dispatch-limits.ts'
import { idempotencyKey } from '../../engine/recovery/idempotency-key.ts'
import { actionTypeOfIntensity } from '../../engine/recovery/intensity.ts'
import { isSettled } from '../../engine/recovery/legal-steps.ts'
import { holdsItsKey, isDispatched, type RecoveryAction } from '../../engine/recovery/recovery-action.ts'

/** What the answer depends on. */
export interface StagnationFacts {
  readonly post: { readonly accountId: string; readonly platform: string; readonly postId: string }
  readonly episode: EpisodeView
  /** The post's own actions. */
  readonly history: readonly RecoveryAction[]
  readonly accountDispatchesAtMs: readonly number[]
  readonly capabilities: readonly RecoveryActionType[]
  readonly heldOut: boolean
  readonly nowMs: number
}

/** What would happen if the post stagnated now, by the rules of an evaluation; `sha256Hex` hashes a text. */
export function ifItStagnates(
  facts: StagnationFacts,
  policy: RecoveryPolicy,
  sha256Hex: (text: string) => string,
): IfStagnates {
  const { episode, history, accountDispatchesAtMs, heldOut, nowMs } = facts
  const isOver = episode.state === 'recovered' || episode.state === 'rested'
  const number = episode.number + (isOver ? 1 : 0)
  const since = (spanMs: number, times: readonly number[]) =>
    times.filter((time) => time >= nowMs - spanMs).length
  const dispatched = history.filter(isDispatched).map(({ initiatedAtMs }) => initiatedAtMs)
  return {
    episode: number,
    remedies: intensities.map((intensity) => remedyOf(facts, policy, sha256Hex, intensity, number)),
    frequency: {
      used: since(policy.windowMinutes * minuteMs, dispatched),
      of: policy.maxActionsPerWindow,
      untilMs: frequencyEndsAtMs(history, nowMs, policy),
    },
    budget:
      policy.accountActionsPerHour === null
        ? null
        : {
            used: since(hourMs, accountDispatchesAtMs),
            of: policy.accountActionsPerHour,
            untilMs: budgetEndsAtMs(accountDispatchesAtMs, nowMs, policy),
          },
    heldOut,
  }
}

const intensities = ['tier_1', 'tier_2', 'tier_3'] as const

function remedyOf(
  { post, episode, history, capabilities, nowMs }: StagnationFacts,
  policy: RecoveryPolicy,
  sha256Hex: (text: string) => string,
  intensity: Intensity,
  number: number,
): RemedyView {
  const actionType = actionTypeOfIntensity[intensity]
  const parts = { ...post, tier: intensity, actionType, episode: number }
  const key = idempotencyKey(parts, policy.keyScope, sha256Hex)
  const holder = history.find(({ idempotencyKey: held, status }) => held === key && holdsItsKey(status))
  const isOver = holder !== undefined && isSettled(holder.status) && holder.status !== 'needs_human'
  return {
    intensity,
    actionType,
    fromScore: scoreOf(policy)[intensity],
    key: holder === undefined ? 'free' : isOver ? 'spent' : 'in_flight',
    keyFreeAtMs: isOver && policy.keyScope === 'episode' ? episode.restsAtMs : null,
    cooldownUntilMs: cooldownEndsAtMs(history, actionType, nowMs, policy),
    supported: capabilities.includes(actionType),
  }
}

/** The lowest score that asks for each intensity. */
export function scoreOf({ healthyBelow, intensity }: RecoveryPolicy): Readonly<Record<Intensity, number>> {
  return { tier_1: healthyBelow, tier_2: intensity.tier_2, tier_3: intensity.tier_3 }
}
