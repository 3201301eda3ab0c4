'use client'

import { useRef } from 'react'

interface ReturnFocus {
  readonly remember: () => void
  readonly giveBack: (event: Event) => void
}

/**
 * Gives the focus back to what had it before a dialog that has no trigger of its own. When that is gone (its act is
 * done) the page takes it, so that nobody has to find their place again from the top.
 */
export function useReturnFocus(): ReturnFocus {
  const opener = useRef<Element | null>(null)
  return {
    remember: () => {
      opener.current = document.activeElement
    },
    giveBack: (event) => {
      event.preventDefault()
      const had = opener.current
      const target = had?.isConnected === true ? had : document.getElementById('main')
      if (target instanceof HTMLElement) target.focus()
    },
  }
}
