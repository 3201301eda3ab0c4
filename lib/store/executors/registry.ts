import type { Person } from '../../engine/guard/events.ts'
import type { Database, Transaction } from '../database.ts'

/** An executor that is pointed at a webhook; its secret is sealed. */
export interface StoredExecutor {
  readonly name: string
  readonly url: string
  readonly sealedSecret: Uint8Array
  readonly changedAtMs: number
  readonly changedBy: Person
}

/** Where an executor is pointed; null when it is at no webhook. */
export async function findExecutor(
  reader: Pick<Database['prisma'] | Transaction, 'executor'>,
  name: string,
): Promise<StoredExecutor | null> {
  const row = await reader.executor.findUnique({ where: { name } })
  return row && storedOf(row)
}

/** Every executor that is pointed at a webhook, by name. */
export async function listExecutors({
  prisma,
}: Pick<Database, 'prisma'>): Promise<readonly StoredExecutor[]> {
  return (await prisma.executor.findMany({ orderBy: { name: 'asc' } })).map(storedOf)
}

/** Points an executor at a webhook, or changes where, within the transaction that records it. */
export async function saveExecutor(transaction: Transaction, executor: StoredExecutor): Promise<void> {
  const { name, url, sealedSecret, changedAtMs, changedBy } = executor
  const data = {
    url,
    sealedSecret: Buffer.from(sealedSecret),
    changedAt: new Date(changedAtMs),
    changedById: changedBy.id,
    changedByName: changedBy.name,
  }
  await transaction.executor.upsert({ where: { name }, create: { name, ...data }, update: data })
}

/** Takes an executor off its webhook; false when it was at none. */
export async function removeExecutor(transaction: Transaction, name: string): Promise<boolean> {
  const { count } = await transaction.executor.deleteMany({ where: { name } })
  return count === 1
}

function storedOf(row: {
  name: string
  url: string
  sealedSecret: Uint8Array
  changedAt: Date
  changedById: string
  changedByName: string
}): StoredExecutor {
  return {
    name: row.name,
    url: row.url,
    sealedSecret: row.sealedSecret,
    changedAtMs: row.changedAt.getTime(),
    changedBy: { id: row.changedById, name: row.changedByName },
  }
}
