'use client'

import { useState } from 'react'

interface HeldRows<Row> {
  /** Rows in the order that the reader saw first, with their newest data; gone rows are left out. */
  readonly rows: readonly Row[]
  /** New rows that wait to be shown. */
  readonly newCount: number
  /** Whether the true order has become another one. */
  readonly reordered: boolean
  readonly release: () => void
}

/**
 * Keeps rows where they are: new ones and another order wait until the reader asks. An empty list fills by itself.
 * Rows that answer another `question` (a filter, an order) are shown as they come.
 */
export function useHeldRows<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  question = '',
): HeldRows<Row> {
  const ids = rows.map(idOf)
  const [held, setHeld] = useState({ question, ids })
  if (held.question !== question) setHeld({ question, ids })
  const heldIds = held.question === question ? held.ids : ids
  const byId = new Map(rows.map((row) => [idOf(row), row]))
  const kept = heldIds.filter((id) => byId.has(id))
  const order = kept.length === 0 ? ids : kept
  const known = new Set(order)
  const trueOrder = ids.filter((id) => known.has(id))
  return {
    rows: order.flatMap((id) => byId.get(id) ?? []),
    newCount: ids.length - order.length,
    reordered: trueOrder.some((id, index) => id !== order[index]),
    release: () => setHeld({ question, ids }),
  }
}
