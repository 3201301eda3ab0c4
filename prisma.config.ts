import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'prisma/config'

const root = import.meta.dirname

// Prisma's commands look for a native engine, which is not a package and may not be downloadable.
// `generate`, `validate` and `format` only check that one is there; migrations are authored through the
// WebAssembly build of the same engine (docs/decisions/004-migrations-without-a-native-engine.md).
const nativeEngines = globSync('node_modules/@prisma/engines/schema-engine-*', { cwd: root })
const standIn = path.join(root, 'bin/develop/schema-engine.mjs')
if (!process.env.PRISMA_SCHEMA_ENGINE_BINARY && nativeEngines.length === 0 && existsSync(standIn)) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY = standIn
}
process.env.CHECKPOINT_DISABLE ??= '1'

export default defineConfig({
  schema: path.join(root, 'prisma/schema'),
  migrations: { path: path.join(root, 'prisma/migrations') },
  // Only `migrate` connects; `generate` must work before there is a database.
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://127.0.0.1:1/none' },
})
