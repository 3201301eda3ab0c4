import { accountStream } from '../../store/event-log/event-row.ts'
import type { StreamTail } from '../../store/event-log/load-streams.ts'
import type { Attempt } from './account-attempt.ts'
import type { AccountEntry } from './account-entries.ts'
import type { AccountWriter } from './account-writer.ts'
import type { OutstandingItems } from './outstanding-items.ts'

/** Answers queued commands whose decision came along with the tail: by another process, or by a lost answer. */
export function settleSeen(entry: AccountEntry, tail: StreamTail, outstanding: OutstandingItems): void {
  if (tail.events.length === 0) return
  const ids = new Set(tail.events.map(({ actionId }) => actionId))
  for (const item of entry.queue) {
    if (item.actionId !== null && ids.has(item.actionId)) outstanding.settle(item, { kind: 'repeated' })
  }
}

/** Answers those of a refused batch whose ids the log holds; a failure to look leaves them to the next attempt. */
export async function settleRepeats(
  attempts: readonly Attempt[],
  { writer, onFailure }: { readonly writer: AccountWriter; readonly onFailure: (error: unknown) => void },
  outstanding: OutstandingItems,
): Promise<void> {
  const asked = attempts
    .flatMap(({ items }) => items)
    .map((item) => ({ item, stream: accountStream(item.accountId), actionId: item.actionId }))
  try {
    const found = await writer.findRepeats(
      asked.flatMap(({ stream, actionId }) => (actionId === null ? [] : [{ stream, actionId }])),
    )
    for (const { item, stream, actionId } of asked) {
      if (actionId !== null && found.has(`${stream} ${actionId}`))
        outstanding.settle(item, { kind: 'repeated' })
    }
  } catch (error) {
    onFailure(error)
  }
}
