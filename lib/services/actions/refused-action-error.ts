import { AppError, type ErrorCode, errorRules } from '../../shared/app-error.ts'

/** Refusals of the engine whose code the API keeps; any other is a conflict with the action's state. */
function errorCodeOf(code: string): ErrorCode {
  if (code === 'action_not_found') return 'not_found'
  return Object.hasOwn(errorRules, code) ? (code as ErrorCode) : 'already_decided'
}

/** The error for a step of an action that the rules refuse. */
export function refusedActionError(
  accountId: string,
  actionId: string,
  reason: { readonly code: string; readonly message: string } | undefined,
): AppError {
  const { code = 'not_admitted', message = 'The rules refuse it' } = reason ?? {}
  return new AppError(
    errorCodeOf(code),
    `${message.replace(/\.$/, '')} (action ${actionId} of account ${accountId}).`,
  )
}
