import type { Actor } from '#lib/engine/guard/commands.ts'
import { acknowledgeBrief } from '#lib/services/lockouts/acknowledge-brief.ts'
import { claimLockout } from '#lib/services/lockouts/claim-lockout.ts'
import { resetLockout } from '#lib/services/lockouts/reset-lockout.ts'
import type { Runtime } from '#lib/services/runtime.ts'

/** Resets the active lockout of an account as one diligent reviewer would; answers its id. */
export async function resetByHand(runtime: Runtime, actor: Actor, accountId: string): Promise<string> {
  const { lockout, handle } = (await runtime.accounts.read(accountId)).state
  if (!lockout) throw new Error(`${accountId} is not locked out`)
  const { lockoutId, briefDigest } = lockout
  await claimLockout(runtime, actor, { lockoutId })
  await acknowledgeBrief(runtime, actor, { lockoutId, briefDigest })
  const { state } = await runtime.accounts.read(accountId)
  const reset = await resetLockout(runtime, actor, {
    lockoutId,
    version: state.lockout?.version ?? 0,
    briefDigest,
    handle,
    statement: { reasonCode: 'agent_loop_fixed', note: 'The loop was found and fixed.', override: null },
  })
  if (reset.kind !== 'done') throw new Error(JSON.stringify(reset))
  return lockoutId
}
