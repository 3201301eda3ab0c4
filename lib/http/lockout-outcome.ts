import type { Unmet } from '../contracts/action-result.ts'
import type { Refusal } from '../engine/guard/commands.ts'
import { assert } from '../shared/assert.ts'
import { conditionViewIds } from '../services/console/reset-condition-views.ts'
import type { LockoutAct } from '../services/lockouts/act-on-lockout.ts'
import type { ActOutcome } from './run-action.ts'

/** A lockout act as an action answers it: nothing when it was done, else everything that stands in the way. */
export async function lockoutOutcome(act: Promise<LockoutAct>): Promise<ActOutcome<null>> {
  const result = await act
  return result.kind === 'done' ? { kind: 'done', value: null } : lockoutRefused(result)
}

/** The same for an act that can be undone: answers the version that it made, by which it is undone. */
export async function lockoutVersion(act: Promise<LockoutAct>): Promise<ActOutcome<{ version: number }>> {
  const result = await act
  if (result.kind === 'refused') return lockoutRefused(result)
  assert(result.state.lockout !== null, 'the lockout that was acted on is active')
  return { kind: 'done', value: { version: result.state.lockout.version } }
}

/** The same for an act that opens a lockout: answers its id. */
export async function lockoutOpened(act: Promise<LockoutAct>): Promise<ActOutcome<{ lockoutId: string }>> {
  const result = await act
  if (result.kind === 'refused') return lockoutRefused(result)
  assert(result.state.lockout !== null, 'an accepted kill switch opens a lockout')
  return { kind: 'done', value: { lockoutId: result.state.lockout.lockoutId } }
}

function lockoutRefused({ message, reasons }: Extract<LockoutAct, { kind: 'refused' }>): ActOutcome<never> {
  return { kind: 'refused', message, unmet: reasons.map(unmetOf) }
}

/** One reason, named as the page names its conditions, with who can mend it. */
function unmetOf({ code, condition, message, who }: Refusal): Unmet {
  const id = condition ? conditionViewIds[condition] : code
  return { id, message: who === null || who === 'You' ? message : `${message} Who can: ${who}.` }
}
