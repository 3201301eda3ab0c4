'use server'

import type { ActionResult } from '#lib/contracts/action-result.ts'
import {
  type CancelRecoveryActionInput,
  cancelRecoveryActionSchema,
  type EvaluatePostInput,
  evaluatePostSchema,
  type PausePostInput,
  pausePostSchema,
  type ResumePostInput,
  resumePostSchema,
  type SettleRecoveryActionInput,
  settleRecoveryActionSchema,
} from '#lib/contracts/recovery-actions.ts'
import { refusalOutcome } from '#lib/http/refusal-outcome.ts'
import { runAction } from '#lib/http/run-action.ts'
import { cancelAction } from '#lib/services/recovery/cancel-action.ts'
import { evaluatePostNow } from '#lib/services/recovery/evaluate-post-now.ts'
import { pausePost as pause } from '#lib/services/recovery/pause-post.ts'
import { resumePost as resume } from '#lib/services/recovery/resume-post.ts'
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

/** A reviewer calls off an action that waits for its dispatch. */
export async function cancelRecoveryAction(input: CancelRecoveryActionInput): Promise<ActionResult> {
  return runAction(
    cancelRecoveryActionSchema,
    input,
    async (parsed, { runtime, actor }) => refusalOutcome(await cancelAction(runtime, actor, parsed)),
    'reviewer',
  )
}

/** A reviewer has a post evaluated now; answers whether an action was planned. */
export async function evaluatePost(
  input: EvaluatePostInput,
): Promise<ActionResult<{ planned: boolean } | null>> {
  return runAction(
    evaluatePostSchema,
    input,
    async ({ postNo }, { runtime }) => refusalOutcome(await evaluatePostNow(runtime, postNo)),
    'reviewer',
  )
}

/** A reviewer pauses recovery of a post; answers since when, and how many waiting actions that called off. */
export async function pausePost(
  input: PausePostInput,
): Promise<ActionResult<{ pausedAtMs: number; calledOff: number } | null>> {
  return runAction(
    pausePostSchema,
    input,
    async (parsed, { runtime, actor }) => refusalOutcome(await pause(runtime, actor, parsed)),
    'reviewer',
  )
}

/** A reviewer ends the pause of a post. */
export async function resumePost(input: ResumePostInput): Promise<ActionResult> {
  return runAction(
    resumePostSchema,
    input,
    async (parsed, { runtime, actor }) => refusalOutcome(await resume(runtime, actor, parsed)),
    'reviewer',
  )
}
