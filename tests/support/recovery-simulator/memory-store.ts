import { type ActionLife, isWaiting, reservedLife } from '#lib/engine/recovery/action-life.ts'
import { advanceAction } from '#lib/engine/recovery/advance-action.ts'
import { dispatchPaceMs } from '#lib/engine/recovery/dispatch-pace.ts'
import { legalSteps } from '#lib/engine/recovery/legal-steps.ts'
import type { LifeStep } from '#lib/engine/recovery/life-step.ts'
import { owedOutcome } from '#lib/engine/recovery/owed-outcome.ts'
import type { PostEvaluation } from '#lib/engine/recovery/post-evaluation.ts'
import { holdsItsKey } from '#lib/engine/recovery/recovery-action.ts'
import { recoveryStop } from '#lib/engine/recovery/recovery-stop.ts'
import type { ActionChange, GrantOutcome, QueuedAction } from '#lib/services/recovery/recovery-ports.ts'
import { type SimulatedGate, simulatedPolicy } from './simulated-gate.ts'

type StoredAction = QueuedAction & { readonly tier: 'tier_1' | 'tier_2' | 'tier_3' }

/** What the database is to the worker: compare-and-set, unique live keys, one turn an account; and it checks. */
export class MemoryStore {
  readonly actions = new Map<string, StoredAction>()
  /** When each attempt began, by the clock of the worker that began it. */
  readonly dispatches: { action: QueuedAction; askId: string; atMs: number; first: boolean }[] = []
  readonly owed = new Map<string, { outcome: GrantOutcome; dueAtMs: number }>()
  readonly pausedPosts = new Set<string>()
  private readonly turns = new Map<string, number>()
  private readonly gate: SimulatedGate

  constructor(gate: SimulatedGate) {
    this.gate = gate
  }

  reserve(accountId: string, postId: string, evaluation: PostEvaluation, nowMs: number): void {
    if (!evaluation.eligible) return
    const { actionType, idempotencyKey, tier } = evaluation.plan
    const isTaken = [...this.actions.values()].some(
      (action) => action.idempotencyKey === idempotencyKey && holdsItsKey(action.life.status),
    )
    if (isTaken) return
    const actionId = `action-${String(this.actions.size + 1)}`
    this.actions.set(actionId, {
      actionId,
      accountId,
      postNo: postId,
      platform: 'simulated',
      postId,
      actionType,
      tier,
      idempotencyKey,
      text: 'text',
      version: 1,
      life: reservedLife(nowMs),
      retry: simulatedPolicy.recovery.retry,
      lockoutId: null,
      isPaused: false,
      isStopped: false,
    })
  }

  read(actionId: string, nowMs: number): QueuedAction | null {
    const action = this.actions.get(actionId)
    if (!action) return null
    return {
      ...action,
      lockoutId: this.gate.lockoutOf(action.accountId),
      isPaused: this.pausedPosts.has(action.postId),
      isStopped: recoveryStop(this.gate.stopOrders, action, action.actionType, nowMs) !== null,
    }
  }

  takeTurn({ accountId }: QueuedAction, nowMs: number): boolean {
    if ((this.turns.get(accountId) ?? -Infinity) > nowMs) return false
    this.turns.set(accountId, nowMs + dispatchPaceMs(simulatedPolicy.velocity.tiers.tier_1))
    return true
  }

  save(action: QueuedAction, change: ActionChange): 'saved' | 'outdated' | 'locked_out' | 'paused' {
    const stored = this.actions.get(action.actionId)
    if (!stored || stored.version !== action.version) return 'outdated'
    if (change.path.includes('running')) {
      if (this.gate.lockoutOf(action.accountId) !== null) return 'locked_out'
      if (this.pausedPosts.has(action.postId)) return 'paused'
      const { askId } = change.life
      if (askId === undefined) throw new Error(`${action.actionId} begins without a grant`)
      const first = stored.life.firstAttemptAtMs === null
      this.dispatches.push({ action, askId, atMs: change.atMs, first })
    }
    const owed = owedOutcome(stored, change)
    if (owed) {
      const outcome = { ...owed, accountId: action.accountId, owedAtMs: change.atMs }
      this.owed.set(owed.askId, { outcome, dueAtMs: change.atMs })
    }
    this.actions.set(action.actionId, {
      ...stored,
      life: walk(stored.life, change),
      version: stored.version + 1,
    })
    return 'saved'
  }

  /** A person's step, on the action as it is now; nothing when it is not legal. */
  act(actionId: string, step: LifeStep, atMs: number): void {
    const stored = this.actions.get(actionId)
    if (!stored) return
    const result = advanceAction(stored.life, step, stored.retry)
    if (result.kind === 'refused') return
    this.save(stored, { life: result.life, path: result.path, cause: 'person', lockoutId: null, atMs })
  }

  /** A person pauses a post: what waits is called off in the same transaction. */
  pause(postId: string, atMs: number): void {
    this.pausedPosts.add(postId)
    for (const action of this.actions.values()) {
      if (action.postId === postId && isWaiting(action.life))
        this.act(action.actionId, { type: 'cancel' }, atMs)
    }
  }
}

/** The life after a change, whose path must be legal. */
function walk(before: ActionLife, { path, life }: ActionChange): ActionLife {
  let at = before.status
  for (const status of path) {
    if (!legalSteps[at].includes(status)) throw new Error(`illegal step ${at} to ${status}`)
    at = status
  }
  if (at !== life.status) throw new Error(`${life.status} is not where ${at} leads`)
  return life
}
