import type { DecisionResult, Refusal, RefusalCode } from './commands.ts'

/** A refusal with one reason. */
export function refuse(
  code: RefusalCode,
  message: string,
  who: string | null = null,
  metAtMs: number | null = null,
): Extract<DecisionResult, { kind: 'refused' }> {
  const reason: Refusal = { code, message, who, metAtMs }
  return { kind: 'refused', reasons: [reason] }
}
