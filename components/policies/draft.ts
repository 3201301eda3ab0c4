import { type ParsedPolicy, parsePolicyText } from '#lib/contracts/policy.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'

/** A proposed policy as it is being edited: its text, what that reads as, and everything that is wrong with it. */
export interface Draft {
  readonly text: string
  /** Null while the text is no JSON. */
  readonly document: unknown
  readonly parsed: ParsedPolicy
}

/** A draft that starts from a policy. */
export function draftOf(policy: Policy): Draft {
  return draftFromText(JSON.stringify(policy, null, 2))
}

/** The draft that a text is. */
export function draftFromText(text: string): Draft {
  return { text, document: readJson(text), parsed: parsePolicyText(text) }
}

/** The draft with one field changed; objects on the way that are missing or switched off are made. */
export function withField(draft: Draft, path: readonly (string | number)[], value: unknown): Draft {
  return draftFromText(JSON.stringify(changed(draft.document, path, value), null, 2))
}

/** The value of a field; undefined when there is none. */
export function fieldAt(document: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined
    return (value as Readonly<Record<string | number, unknown>>)[key]
  }, document)
}

/** What is wrong with a field, in words. */
export function faultAt(draft: Draft, path: readonly (string | number)[]): string | undefined {
  const name = path.join('.')
  return draft.parsed.ok ? undefined : draft.parsed.issues.find((issue) => issue.path === name)?.message
}

function changed(value: unknown, [key, ...rest]: readonly (string | number)[], leaf: unknown): unknown {
  if (key === undefined) return leaf
  if (Array.isArray(value)) {
    return value.map((each: unknown, index) => (index === key ? changed(each, rest, leaf) : each))
  }
  const fields = typeof value === 'object' && value !== null ? value : {}
  return { ...fields, [key]: changed((fields as Record<string, unknown>)[key], rest, leaf) }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
