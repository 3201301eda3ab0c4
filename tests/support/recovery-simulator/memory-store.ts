import { legalSteps } from '#lib/engine/recovery/legal-steps.ts'
import type { PostEvaluation } from '#lib/engine/recovery/post-evaluation.ts'
import { reservedLife } from '#lib/engine/recovery/action-life.ts'
import { holdsItsKey } from '#lib/engine/recovery/recovery-action.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { dispatchPaceMs } from '#lib/engine/recovery/dispatch-pace.ts'
import type { ActionChange, QueuedAction } from '#lib/services/recovery/recovery-ports.ts'
import type { SimulatedGate } from './simulated-gate.ts'

/** What the database is to the worker: compare-and-set, unique live keys, one turn an account; and it checks. */
export class MemoryStore {
  readonly actions = new Map<string, QueuedAction & { readonly tier: 'tier_1' | 'tier_2' | 'tier_3' }>()
  /** When each attempt began, by the clock of the worker that began it. */
  readonly dispatches: { action: QueuedAction; atMs: number; first: boolean }[] = []
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
      retry: presets.standard.recovery.retry,
      lockoutId: null,
      isPaused: false,
    })
  }

  read(actionId: string): QueuedAction | null {
    const action = this.actions.get(actionId)
    return action ? { ...action, lockoutId: this.gate.lockoutOf(action.accountId) } : null
  }

  takeTurn({ accountId }: QueuedAction, nowMs: number): boolean {
    if ((this.turns.get(accountId) ?? -Infinity) > nowMs) return false
    this.turns.set(accountId, nowMs + dispatchPaceMs(presets.standard.velocity.tiers.tier_1))
    return true
  }

  save(action: QueuedAction, change: ActionChange): 'saved' | 'outdated' | 'locked_out' {
    const stored = this.actions.get(action.actionId)
    if (!stored || stored.version !== action.version) return 'outdated'
    const starts = change.path.includes('running')
    if (starts && this.gate.lockoutOf(action.accountId) !== null) return 'locked_out'
    let at = stored.life.status
    for (const status of change.path) {
      if (!legalSteps[at].includes(status)) throw new Error(`illegal step ${at} to ${status}`)
      at = status
    }
    if (at !== change.life.status) throw new Error(`${change.life.status} is not where ${at} leads`)
    if (starts) {
      const first = stored.life.firstAttemptAtMs === null
      this.dispatches.push({ action, atMs: change.atMs, first })
    }
    this.actions.set(action.actionId, { ...stored, life: change.life, version: stored.version + 1 })
    return 'saved'
  }
}
