import type { Brief } from '../../engine/guard/brief-document.ts'
import type { Person } from '../../engine/guard/events.ts'
import type { Prisma } from '../prisma/generated/client.ts'
import type { Transaction } from '../database.ts'
import type { AccountChange } from './account-change.ts'

/** Adds a row for each version of a brief: the lockout's own, and one for each reviewer's note. */
export async function projectBriefs(
  transaction: Transaction,
  changes: readonly AccountChange[],
): Promise<void> {
  const data = changes.flatMap(({ accountId, events }) =>
    events.flatMap(({ event, atMs }) => {
      if (event.type !== 'lockout_opened' && event.type !== 'brief_revised') return []
      const { lockoutId, brief, briefDigest } = event.data
      const by = event.type === 'brief_revised' ? event.data.by : null
      return [rowOf({ accountId, lockoutId, brief, digest: briefDigest, atMs, by })]
    }),
  )
  if (data.length > 0) await transaction.brief.createMany({ data })
}

function rowOf(written: {
  readonly accountId: string
  readonly lockoutId: string
  readonly brief: Brief
  readonly digest: string
  readonly atMs: number
  readonly by: Person | null
}) {
  const { accountId, lockoutId, brief, digest, atMs, by } = written
  return {
    accountId,
    lockoutId,
    // Each note makes a version, so the number of notes counts them.
    version: brief.notes.length + 1,
    digest,
    document: brief as unknown as Prisma.InputJsonObject,
    writtenAt: new Date(atMs),
    writtenById: by?.id ?? null,
    writtenByName: by?.name ?? null,
  }
}
