import { AppError } from '#lib/shared/app-error.ts'

/** What the operator's command line answers to the shell. */
export const exitCodes = {
  done: 0,
  /** The command ran and its answer is no: a chain does not verify, a replay differs. */
  answerIsNo: 1,
  badInput: 2,
  /** The database or something else that is needed failed. */
  dependencyFailed: 3,
} as const

/** The exit code of a failure: 2 when the input or the request is at fault, 3 when something else is. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof AppError)) return exitCodes.dependencyFailed
  switch (error.code) {
    case 'unavailable':
    case 'cannot_decide':
    case 'internal':
    case 'rate_limited':
      return exitCodes.dependencyFailed
    default:
      return exitCodes.badInput
  }
}
