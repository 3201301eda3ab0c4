import type { z } from 'zod'

/** One bad field: where it is (`target.id`, `parameters.list[2]`) and what it must be. */
export interface BadField {
  readonly name: string
  readonly message: string
}

/** Every fault that a schema found, a field each; an unknown field is named itself, not its parent. */
export function badFieldsOf(error: z.ZodError): readonly BadField[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        name: fieldName([...issue.path, key]),
        message: 'is not known here; leave it out',
      }))
    }
    const isMissing = issue.code === 'invalid_type' && issue.input === undefined
    const message = isMissing ? `is missing: it ${issue.message}` : issue.message
    return [{ name: fieldName(issue.path) || 'body', message }]
  })
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`
    return name === '' ? String(part) : `${name}.${String(part)}`
  }, '')
}
