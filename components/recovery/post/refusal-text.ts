import type { Refusal } from '#lib/client/use-act.ts'

/** Why an act was refused: every reason that was told, else the sentence of the refusal. */
export function refusalText({ unmet, message }: Refusal): string {
  return unmet?.map((each) => each.message).join(' ') ?? message
}
