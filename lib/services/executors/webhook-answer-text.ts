import type { WebhookAnswer } from './send-webhook.ts'

/** What an answer was, in words. */
export function webhookAnswerText(answer: WebhookAnswer): string {
  if (answer.kind === 'answered') return `Answered ${String(answer.httpStatus)}`
  return reasons[answer.errorCode] ?? 'The connection broke before an answer'
}

/**
 * Whether a status says that the same request would be refused again: a redirect, which is not followed, and each 4xx
 * but those by which a receiver asks for patience.
 */
export function isRefusedForGood(httpStatus: number): boolean {
  return httpStatus >= 300 && httpStatus < 500 && !patience.has(httpStatus)
}

/** Request Timeout, Too Early, Too Many Requests. */
const patience = new Set([408, 425, 429])

const reasons: Readonly<Record<string, string>> = {
  connection_refused: 'The connection was refused',
  name_not_found: 'The host’s name is not known',
  timeout: 'No answer in time',
  tls_failed: 'The certificate was not accepted',
}
