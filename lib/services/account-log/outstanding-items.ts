import { AppError } from '../../shared/app-error.ts'
import type { AccountItem, Settlement } from './account-item.ts'

/** Ids in a generation; two are kept, some 10 MB. */
const generation = 32_768

/** Commands that wait for their answer, and the ids of actions decided lately. */
export class OutstandingItems {
  readonly #items = new Set<AccountItem>()
  /** So that a repeat is answered from the log at once and does not spoil a batch; the database is what makes it sure. */
  #decided = new Set<string>()
  #decidedBefore = new Set<string>()

  get size(): number {
    return this.#items.size
  }

  add(item: AccountItem): void {
    this.#items.add(item)
  }

  /** Answers a command; one that has its answer keeps the first. */
  settle(item: AccountItem, settlement: Settlement): void {
    if (item.isSettled) return
    item.isSettled = true
    this.#items.delete(item)
    if (isDecision(item) && (settlement.kind === 'recorded' || settlement.kind === 'repeated')) {
      this.#remember(keyOf(item))
    }
    item.settle(settlement)
  }

  /** Whether this process knows that the item's action is decided already. */
  isDecided(item: AccountItem): boolean {
    if (!isDecision(item)) return false
    const key = keyOf(item)
    return this.#decided.has(key) || this.#decidedBefore.has(key)
  }

  /** Two generations instead of an order of use: an id costs one insertion, and is kept for one generation or two. */
  #remember(key: string): void {
    if (this.#decided.size >= generation) {
      this.#decidedBefore = this.#decided
      this.#decided = new Set()
    }
    this.#decided.add(key)
  }

  /** Answers those whose deadline has passed: they may still be written, but nobody was told to act. */
  expire(nowMs: number): void {
    for (const item of this.#items) {
      if (item.deadlineMs <= nowMs) this.settle(item, { kind: 'failed', error: cannotDecide() })
    }
  }
}

/** The failure that admits nothing. */
export function cannotDecide(cause?: unknown): AppError {
  return new AppError('cannot_decide', undefined, { cause })
}

function isDecision({ actionId, step = 'decided' }: AccountItem): boolean {
  return actionId !== null && step === 'decided'
}

function keyOf({ accountId, actionId }: AccountItem): string {
  return `${accountId} ${actionId ?? ''}`
}
