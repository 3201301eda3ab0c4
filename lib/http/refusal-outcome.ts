import type { Refusal } from '../engine/guard/commands.ts'
import type { ActOutcome } from './run-action.ts'

/** What the rules made of an act, as an action answers it: its value, or every reason with who can mend it. */
export function refusalOutcome<Value = null>(
  result:
    | { readonly kind: 'done'; readonly value?: Value }
    | { readonly kind: 'refused'; readonly reasons: readonly Refusal[] },
): ActOutcome<Value | null> {
  if (result.kind === 'done') return { kind: 'done', value: result.value ?? null }
  const [first] = result.reasons
  return {
    kind: 'refused',
    message: first?.message ?? 'The rules refuse it',
    unmet: result.reasons.map(({ code, message, who }) => ({
      id: code,
      message: who === null || who === 'You' ? message : `${message}. Who can: ${who}.`,
    })),
  }
}
