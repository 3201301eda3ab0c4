'use client'

import { useEffect, useEffectEvent } from 'react'

/** What a key does; keys are `KeyboardEvent.key`, and two in a row are written `g l`. */
export type KeyActions = Readonly<Record<string, () => void>>

/** How long the first of two keys waits for the second. */
const sequenceMs = 1200

/** Binds keys while mounted. Inert in fields, in dialogs and with modifiers. */
export function useKeys(actions: KeyActions): void {
  const run = useEffectEvent((combination: string) => {
    const action = actions[combination]
    if (action === undefined) return false
    action()
    return true
  })
  useEffect(() => {
    let first: { key: string; atMs: number } | null = null
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isInert(event)) return
      const sequence =
        first !== null && event.timeStamp - first.atMs < sequenceMs ? `${first.key} ${event.key}` : null
      first = { key: event.key, atMs: event.timeStamp }
      if ((sequence !== null && run(sequence)) || run(event.key)) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function isInert(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="dialog"], [role="alertdialog"], [role="menu"]')
  ) {
    return true
  }
  // Enter and Space belong to the control that has the focus.
  return (event.key === 'Enter' || event.key === ' ') && target.closest('a, button, summary') !== null
}
