import type { z } from 'zod'
import type { AppError } from '#lib/shared/app-error.ts'
import { parseLine } from '#lib/contracts/recorded-line.ts'
import { inputError } from './input-error.ts'

/** One line of a JSON Lines file, read against its schema. */
export interface JsonLine<Value> {
  /** Counts from 1, blank lines included. */
  readonly line: number
  readonly value: Value
}

/** Bytes of a file in pieces, and the name by which errors speak of it. */
export interface LineSource {
  readonly name: string
  readonly chunks: AsyncIterable<Uint8Array>
}

/** As large as a request to the gate may be; a longer line is not JSON Lines but something else. */
const maxLineLength = 1024 * 1024

/**
 * Reads JSON Lines in pieces, so that memory stays the same however long the file is: yields the lines of each
 * piece together, blank ones left out. Rejects with an `invalid_request` that names file, line, field and mend at the
 * first line that is not as the schema says; lines before it have been yielded.
 */
export async function* readJsonLines<Value>(
  source: LineSource,
  schema: z.ZodType<Value>,
): AsyncGenerator<readonly JsonLine<Value>[]> {
  for await (const texts of readLines(source)) {
    const lines: JsonLine<Value>[] = []
    for (const { line, text } of texts) {
      const parsed = parseText(source.name, line, text, schema)
      if (!parsed.ok) {
        yield lines
        throw parsed.error
      }
      lines.push({ line, value: parsed.value })
    }
    yield lines
  }
}

type ParsedText<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: AppError }

function parseText<Value>(
  name: string,
  line: number,
  text: string,
  schema: z.ZodType<Value>,
): ParsedText<Value> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error'
    return { ok: false, error: inputError(name, line, [{ name: '', message: `is not JSON: ${reason}` }]) }
  }
  const parsed = parseLine(schema, json)
  if (parsed.ok) return parsed
  const details = parsed.faults.map(({ field, message }) => ({ name: field, message }))
  return { ok: false, error: inputError(name, line, details) }
}

/** The lines of each piece of a file, without blank ones. */
async function* readLines(source: LineSource): AsyncGenerator<readonly { line: number; text: string }[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let line = 0
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch {
      throw inputError(source.name, line + 1, [
        { name: '', message: 'this line or one after it is not UTF-8' },
      ])
    }
  }
  const checkLength = (text: string) => {
    if (text.length <= maxLineLength) return
    throw inputError(source.name, line + 1, [{ name: '', message: 'is longer than 1 MiB' }])
  }
  for await (const chunk of source.chunks) {
    const parts = (rest + decode(chunk)).split('\n')
    rest = parts.pop() ?? ''
    const found: { line: number; text: string }[] = []
    for (const text of parts) {
      checkLength(text)
      line += 1
      if (text.trim() !== '') found.push({ line, text })
    }
    yield found
    checkLength(rest)
  }
  rest += decode()
  if (rest.trim() !== '') yield [{ line: line + 1, text: rest }]
}
