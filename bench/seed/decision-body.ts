import { decide } from '#lib/engine/guard/decide.ts'
import { initialState } from '#lib/engine/guard/initial-state.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { digest } from '#lib/services/account-log/digest.ts'
import { actionRequest } from '#lib/services/action-request.ts'
import { newId } from '#lib/services/new-id.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'

const placeholder = 'the-action-id'

/**
 * Makes bodies of decisions as the gate records them, one for each action id, at the cost of a concatenation: what
 * the peers write down is as long as what the gate does.
 */
export function decisionBodies(policy: Policy): (actionId: string) => string {
  const state = { ...initialState('account'), policy, policyVersion: digest(policy) }
  const asked = {
    ...askedAction(placeholder),
    accountId: 'account',
    agentId: 'bench',
    origin: 'agent',
  } as const
  const context = { nowMs: Date.now(), stopOrders: [], digest, newId }
  const result = decide(state, { type: 'decide_action', request: actionRequest(asked) }, context)
  const event = result.kind === 'accepted' ? result.events[0] : undefined
  const [before, after] = canonicalJson(event?.data).split(placeholder)
  if (before === undefined || after === undefined) throw new Error('the body holds the action id once')
  return (actionId) => before + actionId + after
}

/** What every contender is asked: a small edit, as an agent would send it. */
export function askedAction(actionId: string) {
  return {
    actionId,
    type: 'edit',
    target: { id: `post-${actionId.slice(-3)}`, platform: 'mastodon' },
    parameters: { text: 'Spring menu is here: nettle soup, lamb, rhubarb. Book a table for the weekend.' },
  }
}
