import type { Actor } from '../../engine/guard/commands.ts'
import type { LockOutAccountInput } from '../../contracts/lockout-actions.ts'
import { actOnAccount, type LockoutAct, type LockoutRuntime } from './act-on-lockout.ts'

/** The kill switch: locks an account out by hand. */
export function lockOutAccount(
  runtime: LockoutRuntime,
  actor: Actor,
  { accountId, note }: LockOutAccountInput,
): Promise<LockoutAct> {
  return actOnAccount(runtime, accountId, { type: 'lock_out_account', actor, reason: note })
}
