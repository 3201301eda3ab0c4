'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { writeCookie, zoneCookie } from './cookies.ts'

/** The browser's zone, told to the server by cookie so that the next page is rendered in it from the start. */
export function useZoneCookie(rendered: string): string {
  const zone = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone || rendered,
    () => rendered,
  )
  useEffect(() => {
    if (zone !== rendered) writeCookie(zoneCookie, zone)
  }, [zone, rendered])
  return zone
}

function never(): () => void {
  return () => undefined
}
