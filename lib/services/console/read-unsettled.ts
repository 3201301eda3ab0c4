import type { UnsettledAction } from '../../contracts/views/recovery-view.ts'
import { type ListedUnsettled, listUnsettledActions } from '../../store/queries/list-unsettled.ts'
import type { ConsoleContext } from './console-context.ts'

/** Recovery's actions whose outcome a person has to find out, the oldest first. */
export async function readUnsettled(
  { database }: Pick<ConsoleContext, 'database'>,
  limit: number,
): Promise<UnsettledAction[]> {
  const actions = await listUnsettledActions(database.prisma, limit)
  return actions.map(unsettledRow)
}

function unsettledRow(action: ListedUnsettled): UnsettledAction {
  return {
    actionId: action.id,
    actionType: action.action_type,
    postNo: String(action.post_no),
    postId: action.post_id,
    platform: action.platform,
    handle: action.handle,
    idempotencyKey: action.idempotency_key,
    attempts: action.attempts,
    errorCode: action.error_code,
    reservedAtMs: action.reserved_at.getTime(),
  }
}
