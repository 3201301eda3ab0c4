import type { RecoveryView } from '../../contracts/views/recovery-view.ts'
import { countStandings } from '../../store/queries/list-posts.ts'
import type { ConsoleContext } from './console-context.ts'
import { readUnsettled } from './read-unsettled.ts'

const listedUnsettled = 100

/** What recovery needs a person for, and how many posts stand where. */
export async function readRecovery(context: Pick<ConsoleContext, 'database' | 'now'>): Promise<RecoveryView> {
  const [standings, unsettled] = await Promise.all([
    countStandings(context.database.reads),
    readUnsettled(context, listedUnsettled),
  ])
  return {
    asOfMs: context.now(),
    postCount: [...standings.values()].reduce((sum, posts) => sum + posts, 0),
    standings: Object.fromEntries(standings),
    unsettled,
  }
}
