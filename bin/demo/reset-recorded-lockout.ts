import type { Actor } from '#lib/engine/guard/commands.ts'
import { type AccountCommand, runAccountCommand } from '#lib/services/run-account-command.ts'
import type { HistoryRuntime } from './history-runtime.ts'
import type { DemoPerson } from './people.ts'

/**
 * Resets an account's lockout as a reviewer would have: claims it, acknowledges the brief, states why. Every condition
 * is checked by the engine as it is for everybody.
 * @throws Error when the reset is refused: the demo's history would not be what it says.
 */
export async function resetRecordedLockout(
  { runtime }: HistoryRuntime,
  accountId: string,
  reviewer: DemoPerson,
): Promise<void> {
  const { id, name } = reviewer
  const actor: Actor = { id, name, role: 'reviewer', reauthenticatedAtMs: runtime.clock() }
  const lockout = async () => {
    const { state } = await runtime.accounts.read(accountId)
    if (!state.lockout) throw new Error(`${accountId} is not locked out`)
    return { ...state.lockout, handle: state.handle }
  }
  const give = async (command: AccountCommand) => {
    const result = await runAccountCommand(runtime, accountId, command)
    if (result.kind === 'refused') {
      throw new Error(`${command.type} is refused: ${result.reasons.map(({ message }) => message).join(' ')}`)
    }
  }
  const { lockoutId, briefDigest } = await lockout()
  await give({ type: 'claim_lockout', actor, lockoutId })
  await give({ type: 'acknowledge_brief', actor, lockoutId, briefDigest })
  const { version, handle } = await lockout()
  await give({
    type: 'reset_lockout',
    actor,
    lockoutId,
    version,
    briefDigest,
    typedHandle: handle,
    statement: {
      reasonCode: 'expected_campaign',
      note: 'A scheduled run of the update bot; each edit has its own target and was reviewed.',
      override: null,
    },
  })
}
