'use server'

import type { ActionResult } from '#lib/contracts/action-result.ts'
import {
  type SettleRecoveryActionInput,
  settleRecoveryActionSchema,
} from '#lib/contracts/recovery-actions.ts'
import { refusalOutcome } from '#lib/http/refusal-outcome.ts'
import { runAction } from '#lib/http/run-action.ts'
import { settleAction } from '#lib/services/recovery/settle-action.ts'

/** A reviewer says what became of an action whose outcome the platform could not tell. */
export async function settleRecoveryAction(input: SettleRecoveryActionInput): Promise<ActionResult> {
  return runAction(
    settleRecoveryActionSchema,
    input,
    async (parsed, { runtime, actor }) => refusalOutcome(await settleAction(runtime, actor, parsed)),
    'reviewer',
  )
}
