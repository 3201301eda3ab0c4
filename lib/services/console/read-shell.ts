import type { ShellView, Viewer } from '../../contracts/views/person-view.ts'
import { countActiveLockouts } from '../../store/queries/list-accounts.ts'
import type { ConsoleContext } from './console-context.ts'

/** What the frame of each page shows: who is signed in and how many lockouts are open. */
export async function readShell(context: ConsoleContext, viewer: Viewer): Promise<ShellView> {
  const openLockouts = await countActiveLockouts(context.database.prisma)
  return { asOfMs: context.now(), viewer, openLockouts }
}
