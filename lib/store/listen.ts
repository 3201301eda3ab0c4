import { Client } from 'pg'
import { announcementChannel } from './announce.ts'
import type { Database } from './database.ts'

/** Accounts whose stream grew, and whether the organisation's did. */
export interface Announcement {
  readonly accounts: readonly string[]
  readonly organisation: boolean
  /** Whether any account may have changed: announcements were missed. */
  readonly everything: boolean
}

export interface AnnouncementListener {
  /** Ends the connection. */
  readonly close: () => void
}

const reconnectMs = 1000

/**
 * Listens for announced changes on a connection of its own, which is made again when it breaks. After a break
 * everything is announced, so that pages read again what they may have missed.
 */
export function listenForAnnouncements(
  database: Pick<Database, 'reads'>,
  onAnnouncement: (announcement: Announcement) => void,
  onFailure: (error: unknown) => void,
): AnnouncementListener {
  let client: Client | null = null
  let timer: NodeJS.Timeout | null = null
  let isClosed = false
  const connect = async (isAgain: boolean): Promise<void> => {
    const next = new Client({ ...database.reads.options, application_name: 'interlock-live' })
    client = next
    const lost = (error?: Error): void => {
      if (client !== next) return
      client = null
      next.end().catch(onFailure)
      if (isClosed) return
      onFailure(error ?? new Error('the connection that listens has ended'))
      timer = setTimeout(() => void connect(true), reconnectMs)
    }
    next.on('error', lost)
    next.on('end', () => lost())
    next.on('notification', ({ payload }) => onAnnouncement(parseAnnouncement(payload)))
    try {
      await next.connect()
      await next.query(`LISTEN ${announcementChannel}`)
      if (isAgain) onAnnouncement(anything)
    } catch (error) {
      lost(error instanceof Error ? error : new Error(String(error)))
    }
  }
  void connect(false)
  return {
    close: () => {
      isClosed = true
      if (timer) clearTimeout(timer)
      const open = client
      client = null
      open?.end().catch(onFailure)
    },
  }
}

/** Anything that is not as announced still says that something changed. */
function parseAnnouncement(payload: string | undefined): Announcement {
  try {
    const { accounts = [], organisation = false } = JSON.parse(payload ?? '') as Partial<Announcement>
    return { accounts, organisation, everything: false }
  } catch {
    return anything
  }
}

const anything: Announcement = { accounts: [], organisation: true, everything: true }
