'use client'

import { type SyntheticEvent, useState, useTransition } from 'react'
import type { ActionResult } from '#lib/contracts/action-result.ts'

type Refusal = Extract<ActionResult, { ok: false }>

interface FormAction {
  readonly submit: (event: SyntheticEvent<HTMLFormElement>) => void
  readonly busy: boolean
  /** What is wrong with a field, by its name. */
  readonly fault: (name: string) => string | undefined
  /** What is wrong with the whole; undefined when a field says it. */
  readonly message: string | undefined
}

/** Sends a form's fields to a server action. On success the action leads to another page. */
export function useFormAction(
  action: (fields: Readonly<Record<string, string>>) => Promise<ActionResult>,
): FormAction {
  const [busy, start] = useTransition()
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  return {
    busy,
    submit: (event) => {
      event.preventDefault()
      const fields = fieldsOf(new FormData(event.currentTarget))
      start(async () => {
        const result = await action(fields)
        setRefusal(result.ok ? null : result)
      })
    },
    fault: (name) => refusal?.fields?.[name],
    message: refusal && !refusal.fields ? refusal.message : undefined,
  }
}

function fieldsOf(data: FormData): Record<string, string> {
  return Object.fromEntries(
    [...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
