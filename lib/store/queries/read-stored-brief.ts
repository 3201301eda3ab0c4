import type { Brief } from '../../engine/guard/brief-document.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'

/** The newest version of a lockout's brief; null when there is none. */
export async function readStoredBrief(
  prisma: PrismaClient,
  lockoutId: string,
): Promise<{ readonly brief: Brief; readonly digest: string } | null> {
  const row = await prisma.brief.findFirst({ where: { lockoutId }, orderBy: { version: 'desc' } })
  // Only the projection of the engine's own events writes here.
  return row && { brief: row.document as unknown as Brief, digest: row.digest }
}
