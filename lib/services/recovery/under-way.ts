/** How much may be under way at once, in all and for one account. */
export interface UnderWayLimits {
  readonly atOnce: number
  readonly ofOneAccount: number
}

/** Work that waits for platforms and outlives the round that began it, so that nobody waits for the slowest. */
export interface UnderWay {
  readonly count: () => number
  readonly has: (id: string) => boolean
  /** The accounts of which no more may begin until something of theirs has ended. */
  readonly fullAccountIds: () => readonly string[]
  /** Resolves once there is room in all. */
  readonly room: () => Promise<void>
  /** Begins work under an id that nothing else under way has; its failure is told. */
  readonly start: (id: string, accountId: string, work: () => Promise<void>) => void
  /** Resolves once nothing is under way any more. */
  readonly idle: () => Promise<void>
}

/** Nothing is under way yet. */
export function createUnderWay(
  { atOnce, ofOneAccount }: UnderWayLimits,
  onFailure: (error: unknown) => void,
): UnderWay {
  const running = new Map<string, { readonly accountId: string; readonly ended: Promise<void> }>()
  const endings = () => [...running.values()].map(({ ended }) => ended)
  return {
    count: () => running.size,
    has: (id) => running.has(id),
    fullAccountIds: () => {
      const counts = new Map<string, number>()
      for (const { accountId } of running.values()) counts.set(accountId, (counts.get(accountId) ?? 0) + 1)
      return [...counts].filter(([, count]) => count >= ofOneAccount).map(([accountId]) => accountId)
    },
    room: async () => {
      while (running.size >= atOnce) await Promise.race(endings())
    },
    start: (id, accountId, work) => {
      const ended = work()
        .catch(onFailure)
        .finally(() => running.delete(id))
      running.set(id, { accountId, ended })
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(endings())
    },
  }
}
