import { z } from 'zod'
import { isNameText, noControl } from './api/text.ts'
import { parseRfc3339, rfc3339Mend } from '../shared/rfc3339.ts'

/** An RFC 3339 time with an offset, as milliseconds. */
export const recordedTime = z.string(rfc3339Mend).transform((text, context) => {
  const timeMs = parseRfc3339(text)
  if (timeMs !== null) return timeMs
  context.addIssue({ code: 'custom', message: rfc3339Mend })
  return z.NEVER
})

/** An id or a name in a recorded file. */
export const recordedName = z
  .string('must be text')
  .min(1, 'must not be empty')
  .max(500, 'must be at most 500 characters')
  .refine(isNameText, noControl)

/** One thing wrong with a line: the field by its path, and the mend. */
export interface LineFault {
  readonly field: string
  readonly message: string
}

/** A line read against its schema: the value, or everything that is wrong with it. */
export type ParsedLine<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly faults: readonly LineFault[] }

/** Reads one JSON value against a schema; names every bad field at once. */
export function parseLine<Value>(schema: z.ZodType<Value>, json: unknown): ParsedLine<Value> {
  const result = schema.safeParse(json)
  if (result.success) return { ok: true, value: result.data }
  return { ok: false, faults: result.error.issues.flatMap((issue) => faultsOf(issue, json)) }
}

function faultsOf(issue: z.core.$ZodIssue, json: unknown): LineFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...issue.path, key].join('.'),
      message: 'is not a known field',
    }))
  }
  const field = issue.path.join('.')
  const missing = issue.code === 'invalid_type' && valueAt(json, issue.path) === undefined
  return [{ field, message: missing ? 'is missing' : issue.message }]
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = json
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}
