import type { Actor } from '../../engine/guard/commands.ts'
import type { WithdrawUpholdInput } from '../../contracts/lockout-actions.ts'
import { actOnLockout, type LockoutAct, type LockoutRuntime } from './act-on-lockout.ts'

/** Takes one's own uphold back: what stood before it stands again. */
export function withdrawUphold(
  runtime: LockoutRuntime,
  actor: Actor,
  input: WithdrawUpholdInput,
): Promise<LockoutAct> {
  return actOnLockout(runtime, { type: 'withdraw_uphold', actor, ...input })
}
