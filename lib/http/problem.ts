import { type ErrorCode, exposedError } from '#lib/shared/app-error.ts'

/** RFC 9457 problem details, with a stable code, every bad field, and what would mend it. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly mend: string
  /** One for each bad field or unmet condition. */
  readonly errors: readonly { readonly field: string; readonly message: string }[]
  readonly requestId: string
  /** Set when waiting is what it needs; the header Retry-After says the same in seconds. */
  readonly retryAfterMs?: number
}

export const problemMediaType = 'application/problem+json'

/** The problem that a failure is shown as; what is not expected becomes `internal` and keeps its words to itself. */
export function problemOf(error: unknown, requestId: string): Problem {
  const { code, status, message, details } = exposedError(error)
  const retryAfterMs = retryAfter[code]
  return {
    type: `urn:interlock:problem:${code}`,
    title: titles[status] ?? 'Error',
    status,
    code,
    detail: message,
    mend: mends[code],
    errors: details.map(({ name, message: fault }) => ({ field: name, message: fault })),
    requestId,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }
}

const retryAfter: Partial<Record<ErrorCode, number>> = {
  cannot_decide: 1000,
  unavailable: 5000,
  rate_limited: 60_000,
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

const mends: Readonly<Record<ErrorCode, string>> = {
  invalid_request: 'Correct every field in errors, then send it again.',
  unauthenticated: 'Send a valid key in the header Authorization, as "Bearer ilk_…".',
  forbidden: 'Use a key that has the right, or have a lead create one.',
  not_found: 'Check the address.',
  method_not_allowed: 'Use one of the methods in the header Allow.',
  action_conflict: 'Send the content of the first time, or use a new actionId for a new action.',
  grant_spent: 'Do not act again. Ask with a new actionId for a new act.',
  grant_expired: 'Do not act. Ask again with a new actionId.',
  not_admitted: 'Do not act. Wait for the approval, or ask again when the reasons no longer hold.',
  not_claimed: 'Claim the action before acting, and report once, before the deadline.',
  parameters_changed: 'Do not act. Ask again with what you are about to do.',
  policy_changed: 'Do not act. Ask again with a new actionId.',
  another_agents: 'Use the key of the agent that asked.',
  lockout_in_force: 'Do not act. Wait for a reviewer to reset the lockout, then ask again.',
  stop_order: 'Do not act. Wait until the stop order is lifted, then ask again.',
  already_decided: 'Read the action to see where it stands.',
  lockout_refused: 'Meet every condition in errors.',
  version_conflict: 'Read it again, then decide on what it is now.',
  link_spent: 'Ask for a new link.',
  too_large: 'Send less in one request.',
  unsupported_media_type: 'Send JSON with the header Content-Type: application/json.',
  unknown_account: 'Create the account first: `interlock accounts create`.',
  rate_limited: 'Wait as long as retryAfterMs says, then try again.',
  internal: 'Try again; if it stays, give the requestId to whoever runs Interlock.',
  cannot_decide: 'Do not act. Ask again with the same actionId.',
  unavailable: 'Try again in a moment.',
}
