import { decide, decisionTimeMs } from '#lib/engine/guard/decide.ts'
import type { Actor, GuardCommand, StopOrder } from '#lib/engine/guard/commands.ts'
import type { GuardEvent, Origin, RecordedEvent } from '#lib/engine/guard/events.ts'
import { evolve } from '#lib/engine/guard/evolve.ts'
import { initialState } from '#lib/engine/guard/initial-state.ts'
import type { GuardState } from '#lib/engine/guard/state.ts'
import type { ActionState } from '#lib/engine/action/action-state.ts'
import { actionStateAt } from '#lib/engine/action/evolve-action.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { recoveryAgentId } from '#lib/engine/recovery/recovery-stop.ts'
import { gateAnswerOf, refusedClaimAnswer } from '#lib/services/recovery/gate-answer.ts'
import type { ClaimAnswer, GateAnswer, GrantOutcome } from '#lib/services/recovery/recovery-ports.ts'
import { digest } from '#tests/support/guard-script.ts'

/** What is asked of the gate for an account. */
interface Asked {
  readonly actionId: string
  readonly actionType: string
  readonly targetId: string
  readonly origin: Origin
}

/** `standard`, with approvals that run out while the history lasts. */
export const simulatedPolicy: Policy = {
  ...presets.standard,
  approvals: { ...presets.standard.approvals, expireMinutes: 90 },
}

/** The same, but recovery's actions need a person each time. */
const careful: Policy = {
  ...simulatedPolicy,
  constraints: simulatedPolicy.constraints.map((rule) => ({ ...rule, approvalRequired: true })),
}

/** The real engine over accounts in memory; each step of an action happens once, as the log does it. */
export class SimulatedGate {
  stopOrders: readonly StopOrder[] = []
  /** Every ask of recovery, with its account, in order. */
  readonly asks = new Map<string, string>()
  /** Grants whose outcome became known after the gate's deadline. */
  readonly late = new Set<string>()
  private readonly states = new Map<string, GuardState>()
  private readonly histories = new Map<string, RecordedEvent[]>()
  private ids = 0

  open(accountId: string, isCareful: boolean): void {
    const at = { nowMs: 0, name: accountId, handle: accountId, recorded: false }
    this.states.set(accountId, initialState(accountId))
    this.run(accountId, { type: 'open_account', accountId, ...at }, 0)
    const policy = isCareful ? careful : simulatedPolicy
    this.run(accountId, { type: 'assign_policy', policyVersion: 'v1', policy, by: null }, 0)
  }

  lockoutOf(accountId: string): string | null {
    return this.states.get(accountId)?.lockout?.lockoutId ?? null
  }

  lockOut(accountId: string, nowMs: number): void {
    const actor = { ...person('lead', nowMs), role: 'lead' } as const
    this.run(accountId, { type: 'lock_out_account', actor, reason: 'A drill of the kill switch' }, nowMs)
  }

  decide(accountId: string, asked: Asked, nowMs: number): void {
    const { actionId, actionType, targetId, origin } = asked
    if (this.histories.has(actionId)) return
    const agentId = origin === 'executor' ? recoveryAgentId : 'agent'
    const request = { actionId, agentId, actionType, target: { id: targetId }, origin, parameters: {} }
    this.run(
      accountId,
      { type: 'decide_action', request: { ...request, digest: digest(actionId) } },
      nowMs,
      actionId,
    )
  }

  ask(accountId: string, asked: Asked, nowMs: number): GateAnswer {
    this.asks.set(asked.actionId, accountId)
    this.decide(accountId, asked, nowMs)
    return gateAnswerOf(this.stateOf(asked.actionId, nowMs), 'v1', nowMs)
  }

  claim(accountId: string, askId: string, nowMs: number): ClaimAnswer {
    const history = this.historyOf(askId)
    const claim = { type: 'claim_action', agentId: recoveryAgentId, digest: null, history } as const
    const [event] = this.run(accountId, claim, nowMs, askId)
    if (event?.type === 'action_claimed') return { kind: 'taken' }
    const code = event?.type === 'claim_refused' ? event.data.code : ''
    const answer = refusedClaimAnswer(code, this.lockoutOf(accountId))
    if (!answer) throw new Error(`a claim was refused as ${code}`)
    return answer
  }

  report({ accountId, askId, ...outcome }: GrantOutcome, nowMs: number): 'settled' | 'unclaimed' {
    const { status } = this.stateOf(askId, nowMs)
    if (['unasked', 'held', 'allowed', 'approved', 'expired'].includes(status)) return 'unclaimed'
    if (status === 'unknown') this.late.add(askId)
    if (status !== 'claimed') return 'settled'
    const report = { type: 'report_outcome', agentId: recoveryAgentId, detail: null } as const
    const command = { ...report, ...outcome, history: this.historyOf(askId) }
    // The account's clock may be ahead of this worker's, and past the deadline.
    if (this.run(accountId, command, nowMs, askId).length === 0) this.late.add(askId)
    return 'settled'
  }

  /** Whether an ask was claimed, and nobody has yet told what became of it. */
  isOwed(askId: string): boolean {
    const types = this.historyOf(askId).map(({ event }) => event.type)
    return types.includes('action_claimed') && !types.includes('action_settled') && !this.late.has(askId)
  }

  /** A reviewer answers every ask that is held, as `approves` says; `null` leaves it waiting. */
  answerHeld(approves: () => boolean | null, nowMs: number): void {
    for (const [askId, accountId] of this.asks) {
      if (this.stateOf(askId, nowMs).status !== 'held') continue
      const approved = approves()
      if (approved === null) continue
      const answer = { actor: person('reviewer', nowMs), digest: digest(askId), reason: 'It was read' }
      const type = approved ? ('approve_action' as const) : ('reject_action' as const)
      this.run(accountId, { type, ...answer, history: this.historyOf(askId) }, nowMs, askId)
    }
  }

  stateOf(actionId: string, nowMs: number): ActionState {
    return actionStateAt(this.historyOf(actionId), nowMs)
  }

  historyOf(actionId: string): readonly RecordedEvent[] {
    return this.histories.get(actionId) ?? []
  }

  private run(
    accountId: string,
    command: GuardCommand,
    nowMs: number,
    actionId: string | null = null,
  ): readonly GuardEvent[] {
    let state = this.states.get(accountId)
    if (!state) throw new Error(`no account ${accountId}`)
    const newId = () => `id-${String(++this.ids)}`
    const result = decide(state, command, { nowMs, stopOrders: this.stopOrders, digest, newId })
    if (result.kind === 'refused') return []
    const atMs = decisionTimeMs(state, nowMs)
    for (const event of result.events) {
      const recorded = { seq: state.seq + 1, atMs, event }
      state = evolve(state, recorded)
      if (actionId !== null) this.histories.set(actionId, [...this.historyOf(actionId), recorded])
    }
    this.states.set(accountId, state)
    return result.events
  }
}

function person(name: string, nowMs: number): Actor {
  return { id: name, name, role: 'reviewer', reauthenticatedAtMs: nowMs }
}
