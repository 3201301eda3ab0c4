import { stepKey, stepOf } from '../../store/event-log/action-step.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import type { StreamTail } from '../../store/event-log/load-streams.ts'
import type { Attempt } from './account-attempt.ts'
import type { AccountEntry } from './account-entries.ts'
import { type AccountItem, stepKeyOf } from './account-item.ts'
import type { AccountWriter } from './account-writer.ts'
import type { OutstandingItems } from './outstanding-items.ts'

/** Answers queued commands whose decision came along with the tail: by another process, or by a lost answer. */
export function settleSeen(entry: AccountEntry, tail: StreamTail, outstanding: OutstandingItems): void {
  if (tail.events.length === 0) return
  const taken = new Map<string, number>()
  for (const event of tail.events) {
    const step = stepOf(event)
    if (step) taken.set(stepKey(step), event.seq)
  }
  for (const item of entry.queue) {
    if (isNews(item, taken, '')) outstanding.settle(item, { kind: 'repeated' })
  }
}

/** Answers those of a refused batch whose steps the log holds; a failure to look leaves them to the next attempt. */
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
    for (const { item, stream } of asked) {
      if (isNews(item, found, `${stream} `)) outstanding.settle(item, { kind: 'repeated' })
    }
  } catch (error) {
    onFailure(error)
  }
}

/** Whether the item's step was taken after its caller looked. */
function isNews(item: AccountItem, taken: ReadonlyMap<string, number>, prefix: string): boolean {
  const step = stepKeyOf(item)
  const seq = step === null ? undefined : taken.get(`${prefix}${step}`)
  return seq !== undefined && seq > (item.seenSeq ?? 0)
}
