'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { LiveMessage } from '../contracts/console-routes.ts'
import { hearLive } from './hear-live.ts'
import { invalidateFor } from './live-invalidation.ts'

export type LiveStatus = 'connecting' | 'live' | 'stale' | 'paused'

export interface Live {
  readonly status: LiveStatus
  /** The server's time of the last message; null before the first. */
  readonly lastAtMs: number | null
}

/** Two heartbeats of 15 s missed, and a little. */
const staleAfterMs = 35_000
/** What changes within a second is read again once. */
const gatherMs = 1000

/**
 * Keeps the console's queries in step with `/api/live` while mounted. Paused, it takes in nothing and what is on the
 * screen stays; resumed, everything is read again.
 */
export function useLive(paused: boolean, onLockout: (change: LiveMessage['lockouts'][number]) => void): Live {
  const client = useQueryClient()
  const [heard, setHeard] = useState<{ lastAtMs: number | null; status: 'connecting' | 'live' | 'stale' }>({
    lastAtMs: null,
    status: 'connecting',
  })
  const announce = useEffectEvent(onLockout)

  useEffect(() => {
    if (paused) return undefined
    const gathered = gatherMessages((message) => invalidateFor(client, message))
    let watch = setTimeout(() => setHeard(asStale), staleAfterMs)
    const close = hearLive((message) => {
      setHeard({ lastAtMs: message.atMs, status: 'live' })
      clearTimeout(watch)
      watch = setTimeout(() => setHeard(asStale), staleAfterMs)
      gathered.add(message)
      message.lockouts.forEach((change) => announce(change))
    })
    return () => {
      close()
      clearTimeout(watch)
      gathered.stop()
      // Whatever was missed while paused is read on resuming.
      void client.invalidateQueries({ refetchType: 'none' })
    }
  }, [paused, client])

  useEffect(() => {
    if (!paused) void client.refetchQueries({ type: 'active', stale: true })
  }, [paused, client])

  return { lastAtMs: heard.lastAtMs, status: paused ? 'paused' : heard.status }
}

function asStale<Heard extends { readonly lastAtMs: number | null }>(
  heard: Heard,
): Heard & { status: 'stale' } {
  return { ...heard, status: 'stale' }
}

/** Joins messages that come within `gatherMs` into one, the first at once. */
function gatherMessages(take: (message: LiveMessage) => void): {
  add: (message: LiveMessage) => void
  stop: () => void
} {
  let waiting: LiveMessage | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  const flush = (): void => {
    timer = null
    if (waiting === null) return
    take(waiting)
    waiting = null
    timer = setTimeout(flush, gatherMs)
  }
  return {
    add: (message) => {
      waiting = waiting === null ? message : join(waiting, message)
      if (timer === null) flush()
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

function join(a: LiveMessage, b: LiveMessage): LiveMessage {
  return {
    atMs: b.atMs,
    accountIds: [...new Set([...a.accountIds, ...b.accountIds])],
    organisation: a.organisation || b.organisation,
    lockouts: [...a.lockouts, ...b.lockouts],
  }
}
