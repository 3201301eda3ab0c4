import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Reads the secret kept in the data directory, or makes it (mode 0600). Two starts at once get the same one. */
export function keepSecret(dataDir: string): string {
  const file = path.join(dataDir, 'secret')
  const found = read(file)
  if (found) return found
  mkdirSync(dataDir, { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, randomBytes(32).toString('hex') + '\n', { mode: 0o600 })
  try {
    // Linking fails when someone else was first, and never shows a half-written file.
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return read(file) ?? keepSecret(dataDir)
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null
  } catch {
    return null
  }
}
