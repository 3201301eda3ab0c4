import { LRUCache } from 'lru-cache'
import type { LiveMessage } from '../contracts/console-routes.ts'
import type { LockoutStanding } from '../store/queries/read-lockout-standings.ts'

type Change = LiveMessage['lockouts'][number]

const rememberedLockouts = 1000

/** Tells what became of lockouts from how they stood before, each change once. */
export class LockoutChanges {
  readonly #known = new LRUCache<string, LockoutStanding>({ max: rememberedLockouts })

  /** The changes that these standings make; one seen for the first time counts as opened when that was after `sinceMs`. */
  note(standings: readonly LockoutStanding[], sinceMs: number): Change[] {
    return standings.flatMap((standing) => {
      const before = this.#known.get(standing.lockoutId)
      this.#known.set(standing.lockoutId, standing)
      const change = changeOf(before, standing, sinceMs)
      const { lockoutId, accountId, handle } = standing
      return change ? [{ lockoutId, accountId, handle, change }] : []
    })
  }
}

function changeOf(
  before: LockoutStanding | undefined,
  { isActive, version, openedAtMs }: LockoutStanding,
  sinceMs: number,
): Change['change'] | null {
  if (!isActive) return before?.isActive === false ? null : 'reset'
  if (before) return before.version === version ? null : 'changed'
  return openedAtMs >= sinceMs ? 'opened' : null
}
