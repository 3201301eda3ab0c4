import type { TestedExecutor } from '../../contracts/executor-actions.ts'
import type { Actor } from '../../engine/guard/commands.ts'
import { AppError } from '../../shared/app-error.ts'
import { findExecutor } from '../../store/executors/registry.ts'
import { newId } from '../new-id.ts'
import type { RecoveryRuntime } from '../recovery/recovery-runtime.ts'
import { openExecutorSecret } from './executor-secret.ts'
import { sendWebhook } from './send-webhook.ts'
import { webhookAnswerText } from './webhook-answer-text.ts'

/** A person waits for the answer. */
const answerWithinMs = 10_000

/**
 * Sends a signed request of type `interlock.test` to an executor's webhook, once, and says what came back.
 * @throws AppError `forbidden` unless a lead asks; `not_found` when it is pointed at no webhook; `unavailable` when
 * its secret cannot be opened.
 */
export async function testExecutor(
  { database, clock, secret }: Pick<RecoveryRuntime, 'database' | 'clock' | 'secret'>,
  actor: Pick<Actor, 'role'>,
  name: string,
): Promise<TestedExecutor> {
  if (actor.role !== 'lead') throw new AppError('forbidden', 'Only a lead can send a test.')
  const executor = await findExecutor(database.prisma, name)
  if (!executor) throw new AppError('not_found', `The executor ${name} is pointed at no webhook.`)
  const nowMs = clock()
  const webhookId = newId(nowMs)
  const body = JSON.stringify({
    specversion: '1.0',
    id: webhookId,
    source: 'interlock',
    type: 'interlock.test',
    time: new Date(nowMs).toISOString(),
    datacontenttype: 'application/json',
    data: { executor: name },
  })
  const startedMs = performance.now()
  const answer = await sendWebhook({
    url: executor.url,
    secret: openExecutorSecret(secret, name, executor.sealedSecret),
    webhookId,
    body,
    timeoutMs: answerWithinMs,
    nowMs,
  })
  const tookMs = Math.round(performance.now() - startedMs)
  const isAccepted = answer.kind === 'answered' && answer.httpStatus >= 200 && answer.httpStatus < 300
  return { isAccepted, answer: webhookAnswerText(answer), tookMs }
}
