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
  const text = await readTextBody(request, { types: json, limitBytes: bodyLimitBytes })
  if (text.trim() === '') throw badBody('is empty: it must be a JSON object')
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw badBody(jsonFault(text, error))
  }
}

/**
 * Reads a body whole as text.
 * @throws AppError `unsupported_media_type`, `too_large`, or `invalid_request` when it is cut off or not UTF-8.
 */
export async function readTextBody(
  request: IncomingMessage,
  { types, limitBytes }: { readonly types: RegExp; readonly limitBytes: number },
): Promise<string> {
  refuseMediaType(request, types)
  const body = await readBytes(request, limitBytes)
  if (!isUtf8(body)) throw badBody('must be UTF-8 text')
  return body.toString()
}

/** The field that stands for the body itself. */
export function badBody(message: string): AppError {
  return new AppError('invalid_request', undefined, { details: [{ name: 'body', message }] })
}

const json = /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i

function refuseMediaType({ headers }: IncomingMessage, types: RegExp): void {
  if (!types.test(headers['content-type'] ?? '')) {
    throw new AppError('unsupported_media_type', 'The body must be application/json in UTF-8.')
  }
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') {
    throw new AppError('unsupported_media_type', 'The body must not be compressed.')
  }
}

async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= limitBytes) chunks.push(chunk)
      else {
        request.pause()
        reject(tooLarge(limitBytes))
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

function tooLarge(limitBytes: number): AppError {
  return new AppError('too_large', `The body is over ${limitBytes} bytes.`)
}
