import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder for one test, removed when it ends; `write` puts a file into it and answers its path. */
export function temporaryFolder(): { path: string; write: (name: string, text: string) => string } {
  const path = mkdtempSync(join(tmpdir(), 'interlock-test-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return {
    path,
    write(name, text) {
      const file = join(path, name)
      writeFileSync(file, text)
      return file
    },
  }
}
