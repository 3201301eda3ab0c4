import { randomUUID } from 'node:crypto'
import type { PrismaClient } from './prisma/generated/client.ts'

/** At most `max` attempts in a window that begins with the first of them. */
export interface AttemptLimit {
  readonly windowMs: number
  readonly max: number
}

/** Takes one attempt of those a key has left; false when none is. One statement, so that a burst cannot slip through. */
export async function takeAttempt(
  prisma: PrismaClient,
  key: string,
  { windowMs, max }: AttemptLimit,
  nowMs: number,
): Promise<boolean> {
  // The end of the window is what is kept: the sign-in library clears away rows whose time has passed.
  const endMs = BigInt(nowMs + windowMs)
  const now = BigInt(nowMs)
  const rows = await prisma.$queryRaw<{ count: number }[]>`
    INSERT INTO member_rate_limit AS kept (id, key, count, last_request)
    VALUES (${randomUUID()}, ${key}, 1, ${endMs})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN kept.last_request <= ${now} THEN 1 ELSE kept.count + 1 END,
      last_request = CASE WHEN kept.last_request <= ${now} THEN ${endMs} ELSE kept.last_request END
    RETURNING count`
  return (rows[0]?.count ?? max + 1) <= max
}
