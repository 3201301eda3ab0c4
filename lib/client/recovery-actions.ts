import type {
  CancelRecoveryActionInput,
  EvaluatePostInput,
  PausePostInput,
  ResumePostInput,
  SettleRecoveryActionInput,
} from '../contracts/recovery-actions.ts'
import type { Action } from './lockout-actions.ts'

export type EvaluatePost = Action<EvaluatePostInput, { planned: boolean } | null>
export type PausePost = Action<PausePostInput, { pausedAtMs: number; calledOff: number } | null>
export type ResumePost = Action<ResumePostInput>
export type CancelRecoveryAction = Action<CancelRecoveryActionInput>
export type SettleRecoveryAction = Action<SettleRecoveryActionInput>

/** What a reviewer can do on a post's page; the page hands the server actions in. */
export interface PostActions {
  readonly evaluatePost: EvaluatePost
  readonly pausePost: PausePost
  readonly resumePost: ResumePost
  readonly cancelRecoveryAction: CancelRecoveryAction
  readonly settleRecoveryAction: SettleRecoveryAction
}
