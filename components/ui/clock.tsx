'use client'

import { createContext, use, useMemo, useSyncExternalStore, type ReactNode } from 'react'

interface Clock {
  readonly zone: string
  /** The server's time that the page was rendered at; what the first paint shows. */
  readonly renderedAtMs: number
  /** The server's clock less the browser's, so that ages are right on a machine whose clock is wrong. */
  readonly offsetMs: number
}

const ClockContext = createContext<Clock | null>(null)

/** Gives the page one clock (the server's) and one zone (the reader's). */
export function ClockProvider({
  zone,
  renderedAtMs,
  children,
}: {
  zone: string
  renderedAtMs: number
  children: ReactNode
}) {
  const clock = useMemo(
    () => ({ zone, renderedAtMs, offsetMs: clockOffset(renderedAtMs) }),
    [zone, renderedAtMs],
  )
  return <ClockContext value={clock}>{children}</ClockContext>
}

/** The zone that times are shown in. */
export function useZone(): string {
  return useClock().zone
}

/** The server's time now, to the second, ticking as text. On the first paint the time of rendering. */
export function useNow(): number {
  const { renderedAtMs, offsetMs } = useClock()
  return useSyncExternalStore(
    everySecond,
    () => Math.floor((Date.now() + offsetMs) / 1000) * 1000,
    () => renderedAtMs,
  )
}

function useClock(): Clock {
  const clock = use(ClockContext)
  if (clock === null) throw new Error('A time was shown outside of ClockProvider')
  return clock
}

function everySecond(onTick: () => void): () => void {
  const timer = setInterval(onTick, 1000)
  return () => clearInterval(timer)
}

/** A difference of a few seconds is the way here, not a wrong clock. */
const tolerableOffsetMs = 10_000

function clockOffset(serverMs: number): number {
  if (typeof window === 'undefined') return 0
  const offset = serverMs - Date.now()
  return Math.abs(offset) < tolerableOffsetMs ? 0 : offset
}
