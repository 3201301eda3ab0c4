import { z } from 'zod'

/** Deeper nesting is a mistake or an attack; no platform's call comes near. */
export const parametersMaxDepth = 32

/**
 * The parameters of an action: any JSON object, kept whole. Refused is only what would not come back as it was sent:
 * numbers that JSON cannot carry exactly, and broken text.
 */
export const parametersSchema = z
  .custom<Readonly<Record<string, unknown>>>(isObject, 'must be a JSON object, {} when there are none')
  .superRefine((parameters, context) => {
    for (const { path, message } of faultsOf(parameters)) {
      context.addIssue({ code: 'custom', path: [...path], message })
    }
  })

interface Fault {
  readonly path: readonly (string | number)[]
  readonly message: string
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function* faultsOf(value: unknown, path: readonly (string | number)[] = []): Generator<Fault> {
  if (typeof value === 'string' && !value.isWellFormed()) {
    yield { path, message: 'must be well-formed Unicode' }
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) yield { path, message: 'must be a finite number' }
    else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      yield { path, message: 'must be an integer within ±(2^53 − 1); send larger ones as text' }
    }
  }
  if (typeof value !== 'object' || value === null) return
  if (path.length >= parametersMaxDepth) {
    yield { path, message: `must be nested at most ${parametersMaxDepth} deep` }
    return
  }
  for (const [key, member] of Object.entries(value)) {
    const place = [...path, Array.isArray(value) ? Number(key) : key]
    if (!key.isWellFormed()) yield { path: place, message: 'must have a well-formed name' }
    if (
      member !== null &&
      (typeof member === 'object' || typeof member === 'number' || typeof member === 'string')
    ) {
      yield* faultsOf(member, place)
    }
  }
}
