import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type {
  Actor,
  DecisionContext,
  DecisionResult,
  GuardCommand,
  StopOrder,
} from '#lib/engine/guard/commands.ts'
import { decide, decisionTimeMs } from '#lib/engine/guard/decide.ts'
import type { ActionDecided, ActionRequest, GuardEvent, RecordedEvent } from '#lib/engine/guard/events.ts'
import { evolve } from '#lib/engine/guard/evolve.ts'
import { initialState } from '#lib/engine/guard/initial-state.ts'
import type { GuardState } from '#lib/engine/guard/state.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'

/** 2026-01-01T12:00:00Z: when every script starts. */
export const startMs = Date.UTC(2026, 0, 1, 12)
export const minute = 60_000

/** SHA-256 (hex) of the canonical JSON of a value, as the server computes it. */
export function digest(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex')
}

/** A reviewer who has just signed in, unless told otherwise. */
export function reviewer(name: string, changes: Partial<Actor> = {}): Actor {
  return { id: `id-${name}`, name, role: 'reviewer', reauthenticatedAtMs: startMs, ...changes }
}

/** An edit by an agent, unless told otherwise. */
export function request(actionId: string, changes: Partial<ActionRequest> = {}): ActionRequest {
  return {
    actionId,
    agentId: 'agent-a',
    actionType: 'edit',
    target: { id: `target-${actionId}` },
    origin: 'agent',
    parameters: {},
    digest: digest(actionId),
    ...changes,
  }
}

/**
 * One account played by hand: given what was recorded, when a command is given at a time, then its events.
 * Keeps every recorded event, so that a test can fold them again.
 */
export class GuardScript {
  state: GuardState
  readonly recorded: RecordedEvent[] = []
  stopOrders: StopOrder[] = []
  private ids = 0
  private actions = 0

  constructor(policy: Policy = presets.standard, accountId = 'account-1') {
    this.state = initialState(accountId)
    this.record(
      { type: 'account_opened', data: { accountId, name: accountId, handle: '@account', recorded: false } },
      startMs,
    )
    this.record(
      { type: 'policy_assigned', data: { policyVersion: `${policy.name}-1`, policy, by: null } },
      startMs,
    )
  }

  /** Gives a command at a time; accepted events are recorded. */
  give(command: GuardCommand, atMs: number): DecisionResult {
    const result = decide(this.state, command, this.context(atMs))
    if (result.kind === 'accepted') {
      const timeMs = decisionTimeMs(this.state, atMs)
      for (const event of result.events) this.record(event, timeMs)
    }
    return result
  }

  /** Asks for an action at a time and returns what was decided. */
  ask(atMs: number, changes: Partial<ActionRequest> = {}): ActionDecided {
    this.actions += 1
    const result = this.give({ type: 'decide_action', request: request(String(this.actions), changes) }, atMs)
    const event = result.kind === 'accepted' ? result.events[0] : undefined
    if (event?.type !== 'action_decided') throw new Error(`not decided: ${JSON.stringify(result)}`)
    return event.data
  }

  /** Asks `count` times, `everyMs` apart, the first at `fromMs`; returns the decisions. */
  burst(
    count: number,
    fromMs: number,
    everyMs: number,
    changes: Partial<ActionRequest> = {},
  ): ActionDecided[] {
    return Array.from({ length: count }, (_, index) => this.ask(fromMs + index * everyMs, changes))
  }

  /** The active lockout; throws when there is none. */
  get lockout() {
    if (!this.state.lockout) throw new Error('the account is not locked out')
    return this.state.lockout
  }

  /** The events of one action id, in order. */
  historyOf(actionId: string): readonly RecordedEvent[] {
    return this.recorded.filter(({ event: { data } }) => {
      if ('request' in data) return data.request.actionId === actionId
      return 'actionId' in data && data.actionId === actionId
    })
  }

  context(nowMs: number): DecisionContext {
    return { nowMs, stopOrders: this.stopOrders, digest, newId: () => `id-${String((this.ids += 1))}` }
  }

  private record(event: GuardEvent, atMs: number): void {
    const recorded = { seq: this.state.seq + 1, atMs, event }
    this.recorded.push(recorded)
    this.state = evolve(this.state, recorded)
  }
}
