/** What is known of an operational failure by its code: the HTTP status, whether to try again, what a person reads. */
interface ErrorRule {
  readonly status: number
  readonly retryable: boolean
  /** Whether `message` of the error itself may leave the process; otherwise the rule's sentence does. */
  readonly exposed: boolean
  readonly message: string
}

/** Every operational failure that the program expects. A code is never renamed: callers outside rely on it. */
export const errorRules = {
  /** The input has one or more bad fields; `details` names each. */
  invalid_request: { status: 400, retryable: false, exposed: true, message: 'The request is not valid.' },
  /** Nobody is signed in, or the key is not known. */
  unauthenticated: { status: 401, retryable: false, exposed: true, message: 'Sign in first.' },
  /** Signed in, but the right that the message names is missing. */
  forbidden: { status: 403, retryable: false, exposed: true, message: 'This needs another right.' },
  /** The address is right, the method is not. */
  method_not_allowed: {
    status: 405,
    retryable: false,
    exposed: true,
    message: 'This method is not allowed here.',
  },
  not_found: { status: 404, retryable: false, exposed: true, message: 'There is no such thing.' },
  /** The same action id came with other parameters. */
  action_conflict: {
    status: 409,
    retryable: false,
    exposed: true,
    message: 'The action id is taken by another action.',
  },
  /** The grant was claimed before; each is good for one act. */
  grant_spent: { status: 409, retryable: false, exposed: true, message: 'The grant was claimed already.' },
  /** The grant or the approval it waited for has run out: ask again. */
  grant_expired: { status: 409, retryable: false, exposed: true, message: 'The grant has expired.' },
  /** The action is held, blocked or rejected, so there is nothing to claim. */
  not_admitted: { status: 409, retryable: false, exposed: true, message: 'The action is not admitted.' },
  /** An outcome came for an action that is not claimed, or no longer. */
  not_claimed: { status: 409, retryable: false, exposed: true, message: 'The action is not claimed.' },
  /** What is about to be done is not what was decided. */
  parameters_changed: {
    status: 409,
    retryable: false,
    exposed: true,
    message: 'The parameters are not those that were decided.',
  },
  /** The policy of the approval is no longer in force: ask again. */
  policy_changed: { status: 409, retryable: false, exposed: true, message: 'The policy has changed since.' },
  /** The grant belongs to another agent. */
  another_agents: { status: 409, retryable: false, exposed: true, message: 'The grant is another agent’s.' },
  /** The account was locked out after the action was allowed. */
  lockout_in_force: { status: 409, retryable: false, exposed: true, message: 'The account is locked out.' },
  /** A stop order was set after the action was allowed. */
  stop_order: { status: 409, retryable: false, exposed: true, message: 'A stop order is in force.' },
  /** A held action has its answer already. */
  already_decided: { status: 409, retryable: false, exposed: true, message: 'It was decided already.' },
  /** The rules of the lockout refuse it; `details` lists everything that is missing. */
  lockout_refused: {
    status: 409,
    retryable: false,
    exposed: true,
    message: 'The lockout does not allow it now.',
  },
  /** Someone else changed it first. */
  version_conflict: { status: 409, retryable: true, exposed: true, message: 'It was changed meanwhile.' },
  /** A one-time link was used, has run out, or never was. */
  link_spent: {
    status: 410,
    retryable: false,
    exposed: true,
    message: 'This link is used up or has run out.',
  },
  too_large: { status: 413, retryable: false, exposed: true, message: 'The request is too large.' },
  unsupported_media_type: { status: 415, retryable: false, exposed: true, message: 'Send JSON.' },
  unknown_account: { status: 422, retryable: false, exposed: true, message: 'There is no such account.' },
  rate_limited: {
    status: 429,
    retryable: true,
    exposed: true,
    message: 'Too many attempts. Wait, then try again.',
  },
  /** A bug or an unforeseen failure; what it was stays in the log. */
  internal: { status: 500, retryable: false, exposed: false, message: 'Something failed on our side.' },
  /** The gate could not decide: nothing was admitted. */
  cannot_decide: {
    status: 503,
    retryable: true,
    exposed: true,
    message: 'Cannot decide now; nothing was admitted.',
  },
  /** The database or another part that is needed cannot be reached. */
  unavailable: {
    status: 503,
    retryable: true,
    exposed: false,
    message: 'A part that is needed cannot be reached.',
  },
} as const satisfies Record<string, ErrorRule>
export type ErrorCode = keyof typeof errorRules

/** One thing at fault: a field by its path, or an unmet condition by its code. */
export interface ErrorDetail {
  readonly name: string
  readonly message: string
}

/** An expected operational failure. A refusal by the rules is data, not one of these; a bug is an assertion. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: readonly ErrorDetail[]

  /** `message` defaults to the sentence of the code; `cause` is kept for the log alone. */
  constructor(
    code: ErrorCode,
    message?: string,
    options: { details?: readonly ErrorDetail[]; cause?: unknown } = {},
  ) {
    super(
      message ?? errorRules[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.name = 'AppError'
    this.code = code
    this.details = options.details ?? []
  }
}

/** What of any failure may be shown outside: unknown errors become `internal`, unexposed ones keep their words to themselves. */
export function exposedError(error: unknown): {
  code: ErrorCode
  status: number
  message: string
  details: readonly ErrorDetail[]
} {
  if (!(error instanceof AppError))
    return { code: 'internal', status: 500, message: errorRules.internal.message, details: [] }
  const rule = errorRules[error.code]
  return rule.exposed
    ? { code: error.code, status: rule.status, message: error.message, details: error.details }
    : { code: error.code, status: rule.status, message: rule.message, details: [] }
}
