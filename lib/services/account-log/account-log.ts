import type { AppendOutcome } from '../../store/event-log/append-batch.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { newId } from '../new-id.ts'
import { type Attempt, putBack, settleWritten, takeItems } from './account-attempt.ts'
import { type AccountEntries, type AccountEntry, createAccountEntries } from './account-entries.ts'
import type { AccountItem } from './account-item.ts'
import { type AccountTip, foldTail, unknownTip } from './account-tip.ts'
import type { AccountLogOptions } from './account-log-options.ts'
import { digest } from './digest.ts'
import { loadEntries } from './load-entries.ts'
import { cannotDecide, OutstandingItems } from './outstanding-items.ts'
import { planAccount } from './plan-account.ts'
import { settleRepeats, settleSeen } from './settle-repeats.ts'

/** Rows of one statement: past this the statement gets slower, not the gate faster. */
const batchRows = 256
const loadAccounts = 256
const loadsInFlight = 2
/** Transactions with read models, contended accounts included. */
const transactionsInFlight = 2
const transactionAccounts = 64
/** Lost races in a row after which an account is locked instead. */
const patience = 3
const sweepMs = 100
/** Pause after a failure of the database, before the tail is read again. */
const backoffMs = 50

/**
 * Decides commands in process and appends them to the accounts' streams: while one batch is in flight the next
 * gathers. Every decision is made on the newest state this process knows and is valid only if the database accepts
 * it as the very next event under the same control epoch; else the tail is loaded and it is decided again. So any
 * number of processes agree without locks, and a stale memory can delay a decision but never falsify one.
 */
export class AccountLog {
  readonly #options: AccountLogOptions
  readonly #entries: AccountEntries
  readonly #outstanding = new OutstandingItems()
  readonly #loading = new Set<AccountEntry>()
  readonly #ready = new Set<AccountEntry>()
  readonly #transitions: Attempt[] = []
  readonly #contended: AccountEntry[] = []
  readonly #inFlight = { loads: 0, batches: 0, transactions: 0, refreshes: 0 }
  readonly #sweeper: NodeJS.Timeout
  #isScheduled = false

  constructor(options: AccountLogOptions) {
    this.#options = options
    this.#entries = createAccountEntries(options.accountCache)
    this.#sweeper = setInterval(() => this.#outstanding.expire(Date.now()), sweepMs)
    this.#sweeper.unref()
  }

  /** Accounts in memory, at work or within the bound. */
  get size(): number {
    return this.#entries.size()
  }

  /** Takes a command; its `settle` is called exactly once, at the latest a moment after its deadline. */
  submit(item: AccountItem): void {
    if (this.#outstanding.isDecided(item)) {
      this.#outstanding.settle(item, { kind: 'repeated' })
      return
    }
    this.#outstanding.add(item)
    const entry = this.#entries.take(item.accountId)
    entry.queue.push(item)
    if (item.takesTurn) entry.conflicts = patience
    if (entry.phase === 'new') this.#advance(entry)
    this.#schedule()
  }

  /** The account's tip as the log has it now, never from memory alone; sequence 0 when there is no such account. */
  async read(accountId: string): Promise<AccountTip> {
    const known = this.#entries.tipOf(accountId) ?? unknownTip(accountId)
    const stream = accountStream(accountId)
    const tail = (await this.#options.writer.load([{ stream, seq: known.state.seq }])).get(stream)
    const tip = tail ? foldTail(known, tail) : known
    this.#entries.keep(tip)
    return tip
  }

  /** Resolves when nothing is under way; holding new commands back is the caller's. */
  async drain(): Promise<void> {
    while (this.#outstanding.size > 0 || Object.values(this.#inFlight).some((count) => count > 0)) {
      await pause(5)
    }
    clearInterval(this.#sweeper)
  }

  /** Where an account goes next: to the reader, to the next batch, or to rest. */
  #advance(entry: AccountEntry): void {
    const hasWaiting = entry.queue.some((item) => !item.isSettled)
    if (!hasWaiting) {
      entry.queue = []
      entry.phase = 'new'
      this.#entries.rest(entry)
    } else if (entry.tip === null || entry.lostRace || entry.queue.some((item) => item.needsTail)) {
      entry.phase = 'loading'
      this.#loading.add(entry)
    } else {
      entry.phase = 'ready'
      this.#ready.add(entry)
    }
  }

  /** Gathers what this turn of the event loop brings before anything is decided. */
  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#pump()
    })
  }

  #pump(): void {
    const inFlight = this.#inFlight
    while (this.#loading.size > 0 && inFlight.loads < loadsInFlight) {
      void this.#load(takeFrom(this.#loading, loadAccounts))
    }
    const epoch = this.#options.control.epoch()
    if (epoch === null) {
      if (this.#ready.size > 0 && inFlight.refreshes === 0) void this.#refreshControl()
      return
    }
    while (this.#ready.size > 0 && inFlight.batches < this.#options.batchesInFlight) {
      const batch = this.#gather(epoch)
      if (batch.length > 0) void this.#write('batches', batch)
    }
    while (inFlight.transactions < transactionsInFlight) {
      const entry = this.#contended.shift()
      if (entry) void this.#writeLocked(epoch, entry)
      else if (this.#transitions.length > 0) {
        void this.#write('transactions', this.#transitions.splice(0, transactionAccounts))
      } else break
    }
  }

  /** Decides the next batch of plain decisions; transitions and contended accounts go their own ways. */
  #gather(epoch: number): Attempt[] {
    const batch: Attempt[] = []
    let rows = 0
    for (const entry of this.#ready) {
      this.#ready.delete(entry)
      entry.phase = 'writing'
      if (entry.conflicts >= patience) {
        this.#contended.push(entry)
        continue
      }
      const attempt = this.#attempt(entry, entry.tip ?? unknownTip(entry.accountId), epoch)
      if (attempt.plan.rows.length === 0) this.#finish(attempt)
      else if (attempt.plan.hasTransition) this.#transitions.push(attempt)
      else {
        batch.push(attempt)
        rows += attempt.plan.rows.length
        if (rows >= batchRows) break
      }
    }
    return batch
  }

  /** Decides what the account has queued. A bug in deciding answers everyone, and never with an allow. */
  #attempt(entry: AccountEntry, tip: AccountTip, epoch: number): Attempt {
    const { control, clock, onFailure } = this.#options
    const taken = takeItems(entry, epoch, this.#outstanding)
    const context = { stopOrders: control.stopOrders(), digest, newId, nowMs: clock }
    try {
      return { entry, epoch, ...taken, plan: planAccount(tip, taken.items, context) }
    } catch (error) {
      onFailure(error)
      for (const item of taken.items) {
        this.#outstanding.settle(item, { kind: 'failed', error: cannotDecide(error) })
      }
      return { entry, epoch, items: [], repeats: taken.repeats, plan: planAccount(tip, [], context) }
    }
  }

  async #write(kind: 'batches' | 'transactions', attempts: readonly Attempt[]): Promise<void> {
    const { control, writer } = this.#options
    const epoch = control.epoch() ?? 0
    const current = attempts.filter((attempt) => attempt.epoch === epoch)
    for (const attempt of attempts) if (attempt.epoch !== epoch) this.#again(attempt)
    if (current.length > 0) {
      const write = kind === 'batches' ? writer.writePlain : writer.writeWithReadModels
      this.#inFlight[kind] += 1
      const plans = current.map(({ plan }) => plan)
      const outcome = await this.#outcomeOf(() => write(epoch, plans))
      this.#inFlight[kind] -= 1
      if (outcome.kind === 'appended') for (const { entry } of current) entry.conflicts = 0
      await this.#conclude(current, outcome)
    }
    this.#pump()
  }

  /** The pessimistic way: while the account's lock is held, no other process that takes it can be first. */
  async #writeLocked(epoch: number, entry: AccountEntry): Promise<void> {
    // Commands are taken only once the lock is held, so a failure before that leaves them queued.
    const taken: Attempt[] = []
    this.#inFlight.transactions += 1
    const outcome = await this.#outcomeOf(() =>
      this.#options.writer.writeLocked(epoch, entry.tip ?? unknownTip(entry.accountId), (fresh, tail) => {
        settleSeen(entry, tail, this.#outstanding)
        entry.conflicts = tail.events.length > 0 ? patience : entry.conflicts - 1
        const attempt = this.#attempt(entry, fresh, epoch)
        taken.push(attempt)
        return attempt.plan
      }),
    )
    this.#inFlight.transactions -= 1
    await this.#conclude(taken, outcome)
    if (taken.length === 0) this.#advance(entry)
    this.#pump()
  }

  async #outcomeOf(write: () => Promise<AppendOutcome>): Promise<AppendOutcome | { kind: 'unknown' }> {
    try {
      return await write()
    } catch (error) {
      // The connection broke or the time ran out: whether it was written is what the tail will tell.
      this.#options.onFailure(error)
      return { kind: 'unknown' }
    }
  }

  async #conclude(attempts: readonly Attempt[], outcome: AppendOutcome | { kind: 'unknown' }): Promise<void> {
    switch (outcome.kind) {
      case 'appended':
        for (const attempt of attempts) this.#finish(attempt)
        return
      case 'epoch_moved':
        await this.#refreshControl()
        break
      case 'action_repeated':
        await settleRepeats(attempts, this.#options, this.#outstanding)
        break
      case 'unknown':
        await pause(backoffMs)
        break
      case 'sequence_conflict':
    }
    for (const attempt of attempts) {
      attempt.entry.lostRace = outcome.kind !== 'epoch_moved'
      this.#again(attempt)
    }
  }

  #finish(attempt: Attempt): void {
    const { entry, plan } = attempt
    settleWritten(attempt, this.#outstanding)
    if (plan.rows.length > 0) this.#options.onWritten(plan)
    this.#advance(entry)
  }

  #again(attempt: Pick<Attempt, 'entry' | 'items' | 'repeats'>): void {
    putBack(attempt.entry, attempt)
    this.#advance(attempt.entry)
  }

  async #load(entries: readonly AccountEntry[]): Promise<void> {
    this.#inFlight.loads += 1
    try {
      await loadEntries(entries, this.#options, this.#outstanding)
    } catch (error) {
      this.#options.onFailure(error)
      await pause(backoffMs)
    }
    this.#inFlight.loads -= 1
    for (const entry of entries) this.#advance(entry)
    this.#pump()
  }

  async #refreshControl(): Promise<void> {
    this.#inFlight.refreshes += 1
    try {
      await this.#options.control.refresh()
    } catch (error) {
      this.#options.onFailure(error)
      await pause(backoffMs)
    }
    this.#inFlight.refreshes -= 1
    this.#pump()
  }
}

/** Removes and returns up to so many of a set, the oldest first. */
function takeFrom<Value>(set: Set<Value>, count: number): Value[] {
  const taken = [...set.values().take(count)]
  for (const value of taken) set.delete(value)
  return taken
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
