'use client'

import { useCallback, type ReactNode } from 'react'

const gap = 16

/** A column that stays in sight while the other scrolls; one taller than the window can be read to its end first. */
export function StickySide({ children }: { children: ReactNode }) {
  const place = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    const setTop = (): void => {
      element.style.top = `${Math.min(gap, window.innerHeight - element.offsetHeight - gap)}px`
    }
    const observer = new ResizeObserver(setTop)
    observer.observe(element)
    window.addEventListener('resize', setTop)
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', setTop)
    }
  }, [])
  return (
    <div className="stack sticky-side" ref={place}>
      {children}
    </div>
  )
}
