import { decide, decisionTimeMs } from '#lib/engine/guard/decide.ts'
import type { GuardCommand } from '#lib/engine/guard/commands.ts'
import type { ActionDecided, Origin } from '#lib/engine/guard/events.ts'
import { evolve } from '#lib/engine/guard/evolve.ts'
import { initialState } from '#lib/engine/guard/initial-state.ts'
import type { GuardState } from '#lib/engine/guard/state.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { digest } from '#tests/support/guard-script.ts'

/** The real engine over accounts in memory; a repeated action id gets its first decision, as the log does it. */
export class SimulatedGate {
  private readonly states = new Map<string, GuardState>()
  private readonly decided = new Map<string, ActionDecided>()
  private ids = 0

  open(accountId: string): void {
    const at = { nowMs: 0, name: accountId, handle: accountId, recorded: false }
    this.states.set(accountId, initialState(accountId))
    this.run(accountId, { type: 'open_account', accountId, ...at }, 0)
    const policy = presets.standard
    this.run(accountId, { type: 'assign_policy', policyVersion: 'v1', policy, by: null }, 0)
  }

  lockoutOf(accountId: string): string | null {
    return this.states.get(accountId)?.lockout?.lockoutId ?? null
  }

  lockOut(accountId: string, nowMs: number): void {
    const actor = { id: 'lead', name: 'Lead', role: 'lead', reauthenticatedAtMs: nowMs } as const
    this.run(accountId, { type: 'lock_out_account', actor, reason: 'A drill of the kill switch' }, nowMs)
  }

  decide(
    accountId: string,
    action: { actionId: string; actionType: string; targetId: string; origin: Origin },
    nowMs: number,
  ): ActionDecided {
    const { actionId, actionType, targetId, origin } = action
    const known = this.decided.get(actionId)
    if (known) return known
    const request = {
      actionId,
      agentId: origin === 'executor' ? 'autonomous_recovery_executor' : 'agent',
      actionType,
      target: { id: targetId },
      origin,
      parameters: {},
      digest: digest(actionId),
    }
    const decision = this.run(accountId, { type: 'decide_action', request }, nowMs)
    if (!decision) throw new Error('an action was not decided')
    this.decided.set(actionId, decision)
    return decision
  }

  private run(accountId: string, command: GuardCommand, nowMs: number): ActionDecided | null {
    let state = this.states.get(accountId)
    if (!state) throw new Error(`no account ${accountId}`)
    const newId = () => `id-${String(++this.ids)}`
    const result = decide(state, command, { nowMs, stopOrders: [], digest, newId })
    if (result.kind === 'refused') return null
    const atMs = decisionTimeMs(state, nowMs)
    let decided: ActionDecided | null = null
    for (const event of result.events) {
      if (event.type === 'action_decided') decided = event.data
      state = evolve(state, { seq: state.seq + 1, atMs, event })
    }
    this.states.set(accountId, state)
    return decided
  }
}
