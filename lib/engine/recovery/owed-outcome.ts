import { type ActionLife, isWaiting } from './action-life.ts'
import type { RecoveryStatus } from './recovery-action.ts'

/** What became of a grant of the gate, as far as it is known for sure. */
export interface OwedOutcome {
  readonly askId: string
  readonly status: 'succeeded' | 'failed'
  /** Null for what succeeded. */
  readonly errorCode: string | null
  /** The platform's name of the effect; null when there is none. */
  readonly reference: string | null
}

/** What of an action its asks are named after. */
interface AskingAction {
  readonly actionId: string
  /** Rises with every change of the action. */
  readonly version: number
  readonly life: ActionLife
}

/**
 * The id under which the gate is asked for a waiting action. The version is in it: a repeat after a crash gets the
 * first answer, a further attempt is asked anew. One that is held for approval keeps its id while it waits.
 */
export function askIdOf({ actionId, version, life }: AskingAction): string {
  return life.askId ?? `${actionId}.${String(version)}`
}

/**
 * What the gate is owed once a change is made: the outcome of the attempt that it ends, or, for an ask that the
 * action leaves behind without having begun, that nothing was sent. Somebody may have claimed that grant and died.
 * Null when nothing is known yet, or there is no grant.
 */
export function owedOutcome(
  before: AskingAction,
  { life, path }: { readonly life: ActionLife; readonly path: readonly RecoveryStatus[] },
): OwedOutcome | null {
  if (isWaiting(before.life)) {
    const askId = askIdOf(before)
    const isKept = life.status === 'running' || (isWaiting(life) && life.askId === askId)
    return isKept ? null : { askId, status: 'failed', errorCode: 'not_sent', reference: null }
  }
  const { askId } = before.life
  if (askId === undefined) return null
  if (path.includes('failed')) return { askId, status: 'failed', errorCode: life.errorCode, reference: null }
  if (life.status !== 'succeeded') return null
  return { askId, status: 'succeeded', errorCode: null, reference: life.reference }
}
