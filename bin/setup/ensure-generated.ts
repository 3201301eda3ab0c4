import { ensureFresh } from './source-stamp.ts'
import { runTool } from './run-tool.ts'

/** Generates the Prisma client when it is missing or the schema has changed; says whether it did. */
export function ensureGenerated(): Promise<boolean> {
  return ensureFresh(
    {
      sources: ['prisma/schema/*.prisma', 'package-lock.json'],
      stamp: 'lib/store/prisma/generated/.made-from',
    },
    () => runTool('prisma generate', 'prisma/build/index.js', ['generate']),
  )
}
