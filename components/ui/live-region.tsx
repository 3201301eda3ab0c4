'use client'

import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react'

type Announce = (text: string, urgency?: 'polite' | 'assertive') => void
const AnnounceContext = createContext<Announce>(() => undefined)

/** Speaks others' events to assistive technology; never takes focus, never shows anything. */
export function LiveRegionProvider({ children }: { children: ReactNode }) {
  const [polite, setPolite] = useState('')
  const [assertive, setAssertive] = useState('')
  const announce = useCallback<Announce>((text, urgency = 'polite') => {
    if (urgency === 'assertive') setAssertive(text)
    else setPolite(text)
  }, [])
  const regions = useMemo(
    () => (
      <div className="vh">
        <div aria-live="polite">{polite}</div>
        <div aria-live="assertive">{assertive}</div>
      </div>
    ),
    [polite, assertive],
  )
  return (
    <AnnounceContext value={announce}>
      {children}
      {regions}
    </AnnounceContext>
  )
}

/** Announces a sentence without moving focus. */
export function useAnnounce(): Announce {
  return use(AnnounceContext)
}
