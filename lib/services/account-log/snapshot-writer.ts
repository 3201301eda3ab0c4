import type { Database } from '../../store/database.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { saveSnapshots } from '../../store/event-log/save-snapshots.ts'
import { type AccountTip, engineVersion } from './account-tip.ts'

/** Keeps snapshots of accounts whose tail has grown long, behind the gate's back and never in its way. */
export interface SnapshotWriter {
  /** Considers an account's newest tip, which came by so many new events; cheap enough for every batch. */
  readonly consider: (tip: AccountTip, newEvents: number) => void
  /** Writes what is due now. */
  readonly flush: () => Promise<void>
  readonly stop: () => void
}

/** Events after which loading from the last snapshot gets noticeably slower than the snapshot itself. */
const snapshotEvery = 500
/** Enough to keep up with any load, few enough that serializing them is no pause in deciding. */
const accountsPerFlush = 8
const flushEveryMs = 250

export function createSnapshotWriter(
  database: Database,
  onFailure: (error: unknown) => void,
): SnapshotWriter {
  const due = new Map<string, AccountTip>()
  let isWriting = false
  const flush = async (): Promise<void> => {
    if (isWriting || due.size === 0) return
    isWriting = true
    const tips = [...due.values()].slice(0, accountsPerFlush)
    for (const { state } of tips) due.delete(state.accountId)
    try {
      await saveSnapshots(database.reads, engineVersion, tips.map(snapshotOf))
    } catch (error) {
      onFailure(error)
    }
    isWriting = false
  }
  const timer = setInterval(() => void flush(), flushEveryMs)
  timer.unref()
  return {
    consider: (tip, newEvents) => {
      // Crossing a multiple, so that an account is due once in every so many events, whoever writes them.
      const { accountId, seq } = tip.state
      const crossed = Math.floor(seq / snapshotEvery) > Math.floor((seq - newEvents) / snapshotEvery)
      if (crossed || due.has(accountId)) due.set(accountId, tip)
    },
    flush,
    stop: () => clearInterval(timer),
  }
}

function snapshotOf({ state, hash }: AccountTip) {
  return { stream: accountStream(state.accountId), seq: state.seq, state: JSON.stringify(state), hash }
}
