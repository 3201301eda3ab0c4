import type { IncomingMessage } from 'node:http'
import type { InputLine } from '../services/recovery/judge-lines.ts'
import { jsonFault } from './json-fault.ts'
import { badBody, readTextBody } from './read-json-body.ts'

/** 8 MiB: 10 000 samples of long names. */
const limitBytes = 8 * 1024 * 1024
const maxLines = 10_000
const types = /^application\/(json|x-ndjson|jsonl|x-jsonlines)\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i

/**
 * Reads many lines from a body: one JSON array, or JSON Lines whatever the media type says of the two. Lines
 * count from 1; in an array the line is the place.
 * @throws AppError `unsupported_media_type`, `too_large`, or `invalid_request` for a body that is neither.
 */
export async function readInputLines(request: IncomingMessage): Promise<readonly InputLine[]> {
  const text = await readTextBody(request, { types, limitBytes })
  const lines = text.trimStart().startsWith('[') ? arrayOf(text) : linesOf(text)
  if (lines.length === 0) throw badBody('holds nothing')
  if (lines.length > maxLines) throw badBody(`holds more than ${maxLines} lines`)
  return lines
}

function arrayOf(text: string): InputLine[] {
  try {
    return (JSON.parse(text) as unknown[]).map((json, index) => ({ line: index + 1, json }))
  } catch (error) {
    throw badBody(jsonFault(text, error))
  }
}

function linesOf(text: string): InputLine[] {
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [lineOf(line, index + 1)]))
}

function lineOf(text: string, line: number): InputLine {
  try {
    return { line, json: JSON.parse(text) as unknown }
  } catch (error) {
    return { line, fault: jsonFault(text, error) }
  }
}
