import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { LineSource } from '#lib/services/read-json-lines.ts'
import { AppError } from '#lib/shared/app-error.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
}

/**
 * Opens a file named on the command line; `-` is standard input. Rejects with an `invalid_request` that says why a file
 * cannot be read, before anything of it is.
 */
export async function openLineSource(file: string): Promise<LineSource> {
  if (file === '-') return { name: 'standard input', chunks: process.stdin }
  try {
    const handle = await open(file, 'r')
    if ((await handle.stat()).isDirectory()) {
      await handle.close()
      throw Object.assign(new Error('is a folder'), { code: 'EISDIR' })
    }
    return { name: file, chunks: createReadStream(file, { fd: handle }) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new AppError('invalid_request', `Cannot read ${file}: ${reasons[code] ?? code}`, { cause: error })
  }
}
