import { announceAccounts } from '../../store/announce.ts'
import type { Database } from '../../store/database.ts'

/** Tells consoles which accounts changed, a few times a second at most and outside every decision. */
export interface Announcer {
  readonly changed: (accountId: string) => void
  readonly stop: () => Promise<void>
}

const everyMs = 250

export function createAnnouncer(database: Database, onFailure: (error: unknown) => void): Announcer {
  const changed = new Set<string>()
  let sending: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  const send = (): void => {
    timer = null
    const accountIds = [...changed]
    changed.clear()
    sending = sending.then(() => announceAccounts(database.reads, accountIds)).catch(onFailure)
  }
  return {
    changed: (accountId) => {
      changed.add(accountId)
      timer ??= setTimeout(send, everyMs).unref()
    },
    stop: async () => {
      if (timer) {
        clearTimeout(timer)
        send()
      }
      await sending
    },
  }
}
