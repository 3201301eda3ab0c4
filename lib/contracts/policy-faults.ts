import type { z } from 'zod'

/** One thing that is wrong with a policy: the path of its field, and what it must be, in words. */
export interface PolicyFault {
  readonly path: string
  readonly message: string
}

/** Every fault that the schema found, a field each; an unknown field is named itself, not its parent. */
export function policyFaultsOf(error: z.ZodError): readonly PolicyFault[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      return [{ path: issue.path.join('.'), message: issue.message }]
    }
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      message: 'is not known in a policy; leave it out',
    }))
  })
}

/** What a field must be, in words; undefined leaves the schema's own sentence. */
export function policyFaultWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeWords[issue.expected] ?? issue.expected}, not ${kindOf(issue.input)}`
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'must not be empty'
        : `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${String(issue.minimum)}`
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${String(issue.maximum)} characters`
        : `must be at most ${String(issue.maximum)}`
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`
    default:
      return undefined
  }
}

const typeWords: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a pair',
  object: 'an object',
  record: 'an object',
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value === '' ? 'empty' : 'a text'
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? 'a list' : 'an object'
}
