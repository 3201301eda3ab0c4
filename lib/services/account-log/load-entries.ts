import { accountStream } from '../../store/event-log/event-row.ts'
import type { StreamTail } from '../../store/event-log/load-streams.ts'
import type { AccountEntry } from './account-entries.ts'
import { foldTail, unknownTip } from './account-tip.ts'
import type { AccountWriter } from './account-writer.ts'
import { cannotDecide, type OutstandingItems } from './outstanding-items.ts'
import { settleSeen } from './settle-repeats.ts'

/**
 * Reads what the log holds beyond the entries' tips and folds it. Rejects when the log cannot be read; one
 * account's damaged log fails that account's commands alone.
 */
export async function loadEntries(
  entries: readonly AccountEntry[],
  { writer, onFailure }: { readonly writer: AccountWriter; readonly onFailure: (error: unknown) => void },
  outstanding: OutstandingItems,
): Promise<void> {
  // What is submitted from here on may be younger than what the query sees.
  const waiting = entries.flatMap(({ queue }) => queue)
  const tails = await writer.load(
    entries.map(({ accountId, tip }) => ({ stream: accountStream(accountId), seq: tip?.state.seq ?? 0 })),
  )
  for (const item of waiting) item.needsTail = false
  for (const entry of entries) {
    const tail = tails.get(accountStream(entry.accountId))
    if (!tail) continue
    try {
      takeTail(entry, tail, outstanding)
    } catch (error) {
      onFailure(error)
      const settlement = { kind: 'failed', error: cannotDecide(error) } as const
      for (const item of entry.queue) outstanding.settle(item, settlement)
    }
  }
}

function takeTail(entry: AccountEntry, tail: StreamTail, outstanding: OutstandingItems): void {
  settleSeen(entry, tail, outstanding)
  if (entry.lostRace && tail.events.length > 0) entry.conflicts += 1
  entry.lostRace = false
  entry.tip = foldTail(entry.tip ?? unknownTip(entry.accountId), tail)
}
