import type { RecoveryView } from '../../contracts/views/recovery-view.ts'
import { countStandings } from '../../store/queries/list-posts.ts'
import { type ListedUnsettled, listUnsettledActions } from '../../store/queries/list-unsettled.ts'
import type { ConsoleContext } from './console-context.ts'

const listedUnsettled = 100

/** What recovery needs a person for, and how many posts stand where. */
export async function readRecovery(context: Pick<ConsoleContext, 'database' | 'now'>): Promise<RecoveryView> {
  const [standings, unsettled] = await Promise.all([
    countStandings(context.database.reads),
    listUnsettledActions(context.database.prisma, listedUnsettled),
  ])
  return {
    asOfMs: context.now(),
    postCount: [...standings.values()].reduce((sum, posts) => sum + posts, 0),
    standings: Object.fromEntries(standings),
    unsettled: unsettled.map(unsettledRow),
  }
}

function unsettledRow(action: ListedUnsettled) {
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
