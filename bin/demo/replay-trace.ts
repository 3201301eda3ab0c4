import { Readable } from 'node:stream'
import type { RecordedAction } from '#lib/contracts/recorded-action.ts'
import { compiledPolicyOf } from '#lib/engine/policy/compiled-policy-of.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { createAccount } from '#lib/services/accounts/create-account.ts'
import { importActions } from '#lib/services/import-actions.ts'
import type { HistoryRuntime } from './history-runtime.ts'
import type { DemoPerson } from './people.ts'
import { resetRecordedLockout } from './reset-recorded-lockout.ts'
import type { Trace } from './traces.ts'

const minuteMs = 60_000
/** A pause after which the agents count as having stopped: longer than tier 1's window, so a reset finds them quiet. */
const pauseMs = 30 * minuteMs
/** When a reviewer gets to it, after the last attempt. */
const resetAfterMs = 16 * minuteMs

/**
 * Imports a recorded history at its recorded times into an account marked as recorded. Lockouts are
 * reset in the pauses by the people given in turn, as the trace asks. Resolves to the number of actions.
 */
export async function replayTrace(
  history: HistoryRuntime,
  trace: Trace,
  reviewers: readonly DemoPerson[],
): Promise<number> {
  const { runtime, moveTo } = history
  const { accountId, name, actions } = trace
  moveTo((actions[0]?.occurredAt ?? 0) - minuteMs)
  await createAccount(runtime, { accountId, name, policy: presets.standard, recorded: true })
  let decided = 0
  let resets = 0
  for (const stretch of stretchesOf(actions)) {
    const endsAtMs = stretch.at(-1)?.occurredAt ?? 0
    const imported = await importActions(runtime, Readable.from(stretch), { policy: null })
    decided += imported.decided
    const isLeftOpen = decided === actions.length && !trace.isReset
    const reviewer = reviewers[resets % reviewers.length]
    const { state } = await runtime.accounts.read(accountId)
    if (!reviewer || !state.lockout || isLeftOpen) continue
    moveTo(endsAtMs + resetAfterMs)
    await resetRecordedLockout(history, accountId, reviewer)
    resets += 1
  }
  return decided
}

/**
 * Cuts a history into stretches that end with a pause, as few as can be: only a stretch with as many actions as tier 3
 * needs can lock the account out, so only after such a one is there anything to look at.
 */
function stretchesOf(actions: readonly RecordedAction[]): readonly (readonly RecordedAction[])[] {
  const { needed } = compiledPolicyOf(presets.standard, 'demo')
  const stretches: RecordedAction[][] = []
  let stretch: RecordedAction[] = []
  let sincePause = 0
  for (const [index, action] of actions.entries()) {
    stretch.push(action)
    sincePause += 1
    const next = actions[index + 1]
    if (next && next.occurredAt - action.occurredAt <= pauseMs) continue
    if (sincePause >= needed.tier_3 || !next) {
      stretches.push(stretch)
      stretch = []
    }
    sincePause = 0
  }
  return stretches
}
