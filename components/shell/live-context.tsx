'use client'

import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { LiveMessage } from '#lib/contracts/console-routes.ts'
import { useLive, type LiveStatus } from '#lib/client/use-live.ts'
import { useAnnounce } from '../ui/live-region.tsx'

interface LiveControl {
  readonly status: LiveStatus
  readonly lastAtMs: number | null
  readonly togglePause: () => void
}

const LiveContext = createContext<LiveControl>({
  status: 'connecting',
  lastAtMs: null,
  togglePause: () => undefined,
})

/** Keeps the page live, announces others' lockouts, and counts them in the title until the page is looked at. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [paused, setPaused] = useState(false)
  const [unseen, setUnseen] = useState(0)
  const announce = useAnnounce()
  const live = useLive(paused, (change) => {
    announce(sentence(change), change.change === 'opened' ? 'assertive' : 'polite')
    if (change.change === 'opened' && document.hidden) setUnseen((count) => count + 1)
  })
  useUnseenTitle(
    unseen,
    useCallback(() => setUnseen(0), []),
  )
  const control = useMemo(() => ({ ...live, togglePause: () => setPaused((now) => !now) }), [live])
  return <LiveContext value={control}>{children}</LiveContext>
}

export function useLiveControl(): LiveControl {
  return use(LiveContext)
}

function sentence(change: LiveMessage['lockouts'][number]): string {
  switch (change.change) {
    case 'opened':
      return `New lockout: ${change.handle} is locked out`
    case 'reset':
      return `The lockout of ${change.handle} was reset`
    case 'changed':
      return `The lockout of ${change.handle} changed`
  }
}

/** "(1) Lockout · Interlock" while the page is in the background. */
function useUnseenTitle(unseen: number, onSeen: () => void): void {
  useEffect(() => {
    if (unseen === 0) return undefined
    const title = document.title
    document.title = `(${unseen}) Lockout · Interlock`
    const onVisible = (): void => {
      if (!document.hidden) onSeen()
    }
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      document.title = title
      document.removeEventListener('visibilitychange', onVisible)
    }
  }, [unseen, onSeen])
}
