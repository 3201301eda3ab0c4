import type { EscalationEvent } from '../../contracts/api/escalation-event.ts'
import type { BegunDelivery } from '../../store/executors/outbox.ts'
import { findExecutor, type StoredExecutor } from '../../store/executors/registry.ts'
import { AppError } from '../../shared/app-error.ts'
import type { RecoveryRuntime } from '../recovery/recovery-runtime.ts'
import type { AttemptRules } from './attempt-delivery.ts'
import { builtInExecutors, type BuiltInExecutor } from './built-in-executors.ts'
import { openExecutorSecret } from './executor-secret.ts'
import { sendWebhook } from './send-webhook.ts'
import { isRefusedForGood, webhookAnswerText } from './webhook-answer-text.ts'

/** What a handler made of a delivery, for the record and for what happens next. */
export interface HandlerAnswer {
  readonly handler: 'built_in' | 'webhook' | 'none'
  readonly kind: 'accepted' | 'failed' | 'no_handler'
  /** Whether sending the same again would be refused again. */
  readonly isFinal: boolean
  readonly retryAfterMs?: number | null
  readonly httpStatus?: number
  readonly errorCode?: string
  readonly detail: string
}

type HandRules = Pick<AttemptRules, 'timeoutMs' | 'onFailure'>

/** Hands a delivery to whoever its executor's name stands for at this moment. Failures are answers, never thrown. */
export async function handDelivery(
  runtime: RecoveryRuntime,
  begun: BegunDelivery,
  rules: HandRules,
): Promise<HandlerAnswer> {
  const { executor: name } = begun
  const pointed = await findExecutor(runtime.database.prisma, name)
  if (pointed) return handToWebhook(runtime, begun, pointed, rules)
  const builtIn = builtInExecutors.get(name)
  if (builtIn) return handToBuiltIn(runtime, begun, builtIn, rules)
  const detail = `Nobody is registered as ${name}`
  return { handler: 'none', kind: 'no_handler', isFinal: true, detail }
}

async function handToWebhook(
  { secret, clock }: Pick<RecoveryRuntime, 'secret' | 'clock'>,
  { deliveryId, payload }: BegunDelivery,
  { name, url, sealedSecret }: StoredExecutor,
  { timeoutMs }: HandRules,
): Promise<HandlerAnswer> {
  const webhookSecret = secretOf(secret, name, sealedSecret)
  if (webhookSecret === null) {
    const detail = 'The secret of the webhook cannot be opened: INTERLOCK_SECRET has changed'
    return { handler: 'webhook', kind: 'failed', isFinal: false, errorCode: 'secret_unreadable', detail }
  }
  const request = { url, secret: webhookSecret, webhookId: deliveryId, body: payload, timeoutMs }
  const answer = await sendWebhook({ ...request, nowMs: clock() })
  const detail = webhookAnswerText(answer)
  if (answer.kind === 'unanswered') {
    return { handler: 'webhook', kind: 'failed', isFinal: false, errorCode: answer.errorCode, detail }
  }
  const { httpStatus, retryAfterMs } = answer
  const isAccepted = httpStatus >= 200 && httpStatus < 300
  return {
    handler: 'webhook',
    kind: isAccepted ? 'accepted' : 'failed',
    isFinal: isRefusedForGood(httpStatus),
    retryAfterMs,
    httpStatus,
    detail,
  }
}

function secretOf(secret: string, name: string, sealed: Uint8Array): string | null {
  try {
    return openExecutorSecret(secret, name, sealed)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

async function handToBuiltIn(
  runtime: RecoveryRuntime,
  { accountId, escalationSeq, payload }: BegunDelivery,
  { handle }: BuiltInExecutor,
  { onFailure }: HandRules,
): Promise<HandlerAnswer> {
  const { data } = JSON.parse(payload) as EscalationEvent
  const notice = {
    accountId,
    escalationSeq,
    decidedAtMs: Date.parse(data.decidedAt),
    windowMinutes: data.velocity?.windowMinutes ?? 0,
  }
  try {
    const detail = await handle(runtime, notice)
    return { handler: 'built_in', kind: 'accepted', isFinal: true, detail }
  } catch (error) {
    onFailure(error)
    const detail = 'Interlock itself failed; its log says why'
    return { handler: 'built_in', kind: 'failed', isFinal: false, errorCode: 'internal', detail }
  }
}
