'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState, useTransition } from 'react'
import type { ActionResult } from '../contracts/action-result.ts'

export type Refusal = Extract<ActionResult<unknown>, { ok: false }>

interface Act<Input> {
  readonly run: (input: Input) => void
  readonly busy: boolean
  /** Why the last run was refused; null after a success or before the first. */
  readonly refusal: Refusal | null
  readonly clear: () => void
}

/** Runs a server action, reads everything on the screen again when it was done, and keeps the refusal when not. */
export function useAct<Input, Value>(
  action: (input: Input) => Promise<ActionResult<Value>>,
  onDone?: (value: Value) => void,
  onRefused?: (refusal: Refusal) => void,
): Act<Input> {
  const client = useQueryClient()
  const [busy, start] = useTransition()
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const run = (input: Input): void => {
    start(async () => {
      const result = await action(input).catch(unreachable)
      setRefusal(result.ok ? null : result)
      if (result.ok) onDone?.(result.value)
      else onRefused?.(result)
      // Also after a refusal: it often means that the screen is behind.
      await client.invalidateQueries()
    })
  }
  return { run, busy, refusal, clear: () => setRefusal(null) }
}

/** The action did not answer at all: the network, or the server, is away. Nothing is known to have been done. */
function unreachable(): Refusal {
  return {
    ok: false,
    code: 'unreachable',
    message: 'The server did not answer; it is not known whether this was done',
    requestId: 'none',
  }
}
