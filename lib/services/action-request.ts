import type { ActionRequest, Origin } from '../engine/guard/events.ts'
import type { ActionBody } from '../contracts/api/action-body.ts'
import { digest } from './account-log/digest.ts'

/** What is asked of the gate, and by whom. */
export type AskedAction = Omit<ActionBody, 'origin'> & { readonly agentId: string; readonly origin: Origin }

/** The request as it is recorded: everything that was asked, and the digest by which a repeat is told from a conflict. */
export function actionRequest(asked: AskedAction): ActionRequest {
  const {
    accountId: _,
    type: actionType,
    actionId,
    occurredAt,
    target,
    riskScore,
    impactScore,
    ...rest
  } = asked
  const { agentId, origin, parameters } = rest
  const content = {
    agentId,
    actionType,
    target: {
      id: target.id,
      ...(target.platform === undefined ? {} : { platform: target.platform }),
      ...(target.url === undefined ? {} : { url: target.url }),
    },
    origin,
    parameters,
    ...(riskScore === undefined ? {} : { riskScore }),
    ...(impactScore === undefined ? {} : { impactScore }),
  }
  return {
    actionId,
    ...content,
    digest: digest(content),
    ...(occurredAt === undefined ? {} : { occurredAtMs: Date.parse(occurredAt) }),
  }
}
