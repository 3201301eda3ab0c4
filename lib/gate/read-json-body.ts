import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { AppError } from '../shared/app-error.ts'
import { jsonFault } from './json-fault.ts'

/** 1 MiB: far more than any action needs. */
export const bodyLimitBytes = 1024 * 1024

/**
 * Reads a JSON body whole.
 * @throws AppError `unsupported_media_type`, `too_large`, or `invalid_request` with the place of the fault.
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  refuseMediaType(request)
  const body = await readBytes(request)
  if (!isUtf8(body)) throw badBody('must be UTF-8 text')
  const text = body.toString()
  if (text.trim() === '') throw badBody('is empty: it must be a JSON object')
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw badBody(jsonFault(text, error))
  }
}

/** The field that stands for the body itself. */
function badBody(message: string): AppError {
  return new AppError('invalid_request', undefined, { details: [{ name: 'body', message }] })
}

const json = /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i

function refuseMediaType({ headers }: IncomingMessage): void {
  if (!json.test(headers['content-type'] ?? '')) {
    throw new AppError('unsupported_media_type', 'The body must be application/json in UTF-8.')
  }
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') {
    throw new AppError('unsupported_media_type', 'The body must not be compressed.')
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimitBytes) throw tooLarge()
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= bodyLimitBytes) chunks.push(chunk)
      else {
        request.pause()
        reject(tooLarge())
      }
    })
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('close', () => {
      // Every request closes in the end; an error with its stack for each would be work for nothing.
      if (!request.complete) reject(badBody('was cut off'))
    })
  })
}

function tooLarge(): AppError {
  return new AppError('too_large', `The body is over ${bodyLimitBytes} bytes.`)
}
