import { z } from 'zod'

/** A condition or right that a refused act still lacks, in the words that the page shows. */
export const unmetSchema = z.object({ id: z.string(), message: z.string() })
export type Unmet = z.infer<typeof unmetSchema>

/**
 * What every server action answers: `{ ok: true, value }`, or a refusal with a stable code, a sentence, the fields that
 * are at fault by name, what is still unmet, and the request's id. It never throws for an expected failure.
 */
export type ActionResult<Value = null> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false
      readonly code: string
      readonly message: string
      readonly fields?: Readonly<Record<string, string>>
      readonly unmet?: readonly Unmet[]
      readonly requestId: string
    }
