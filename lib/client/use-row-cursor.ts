'use client'

import { useState } from 'react'

interface RowCursor {
  readonly selectedId: string | null
  /** Bind with `useKeys`: j and k move. */
  readonly keys: Readonly<Record<'j' | 'k', () => void>>
}

/** The row that the keys act on: j moves down, k moves up, and it scrolls into view. Rows carry `data-row={id}`. */
export function useRowCursor(ids: readonly string[]): RowCursor {
  const [selected, setSelected] = useState<string | null>(null)
  const at = selected === null ? -1 : ids.indexOf(selected)
  const move = (by: number): void => {
    const next = ids[Math.min(ids.length - 1, Math.max(0, at + by))]
    if (next === undefined) return
    setSelected(next)
    document.querySelector(`[data-row="${CSS.escape(next)}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  return { selectedId: at < 0 ? null : selected, keys: { j: () => move(1), k: () => move(-1) } }
}
