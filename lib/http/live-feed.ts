import type { LiveMessage } from '../contracts/console-routes.ts'
import { type Announcement, type AnnouncementListener, listenForAnnouncements } from '../store/listen.ts'
import type { Database } from '../store/database.ts'
import { listAccountIds } from '../store/queries/list-accounts.ts'
import { readLockoutStandings } from '../store/queries/read-lockout-standings.ts'
import { LockoutChanges } from './lockout-changes.ts'

type Listener = (message: LiveMessage) => void

/** An announcement follows its transaction by a moment; what happened since then is news. */
const slackMs = 5000
/** As many as the list of accounts shows. */
const listedAccounts = 1000
/** Bursts of announcements become one message in this time. */
const gatherMs = 200

/**
 * What changed, told to every open page of this process: one connection listens to the database however many pages are
 * open, and none does while no page is.
 */
export class LiveFeed {
  readonly #database: Database
  readonly #now: () => number
  readonly #onFailure: (error: unknown) => void
  readonly #listeners = new Set<Listener>()
  readonly #changes = new LockoutChanges()
  readonly #gathered = { accounts: new Set<string>(), organisation: false, everything: false }
  #source: AnnouncementListener | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(database: Database, now: () => number, onFailure: (error: unknown) => void) {
    this.#database = database
    this.#now = now
    this.#onFailure = onFailure
  }

  /** How many pages listen. */
  get size(): number {
    return this.#listeners.size
  }

  /** Tells `listener` of every change from now on; the answer ends it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    if (!this.#source) {
      this.#source = listenForAnnouncements(this.#database, (one) => this.#gather(one), this.#onFailure)
    }
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#source?.close()
      this.#source = null
    }
  }

  #gather({ accounts, organisation, everything }: Announcement): void {
    for (const accountId of accounts) this.#gathered.accounts.add(accountId)
    this.#gathered.organisation ||= organisation
    this.#gathered.everything ||= everything
    this.#timer ??= setTimeout(() => void this.#send(), gatherMs)
  }

  async #send(): Promise<void> {
    this.#timer = null
    const gathered = { ...this.#gathered, accounts: [...this.#gathered.accounts] }
    this.#gathered.accounts.clear()
    this.#gathered.organisation = false
    this.#gathered.everything = false
    const atMs = this.#now()
    try {
      const { prisma, reads } = this.#database
      const { organisation } = gathered
      const accountIds = gathered.everything
        ? [...(await listAccountIds(prisma, listedAccounts))]
        : gathered.accounts
      const standings = await readLockoutStandings(reads, accountIds, atMs - slackMs)
      const lockouts = this.#changes.note(standings, atMs - slackMs)
      for (const listener of this.#listeners) listener({ atMs, accountIds, organisation, lockouts })
    } catch (error) {
      this.#onFailure(error)
      // Pages must not stay behind: tell them again when the database answers.
      this.#gather({ accounts: gathered.accounts, organisation: true, everything: gathered.everything })
    }
  }
}
