import type { IncomingMessage } from 'node:http'
import type { SampleLine } from '../services/recovery/ingest-samples.ts'
import { jsonFault } from './json-fault.ts'
import { badBody, readTextBody } from './read-json-body.ts'

/** 8 MiB: 10 000 samples of the longest names. */
const limitBytes = 8 * 1024 * 1024
const maxSamples = 10_000
const types = /^application\/(json|x-ndjson|jsonl|x-jsonlines)\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i

/**
 * Reads metric samples from a body: one JSON array, or JSON Lines whatever the media type says of the two. Lines
 * count from 1; in an array the line is the place.
 * @throws AppError `unsupported_media_type`, `too_large`, or `invalid_request` for a body that is neither.
 */
export async function readSampleLines(request: IncomingMessage): Promise<readonly SampleLine[]> {
  const text = await readTextBody(request, { types, limitBytes })
  const samples = text.trimStart().startsWith('[') ? arrayOf(text) : linesOf(text)
  if (samples.length === 0) throw badBody('holds no sample')
  if (samples.length > maxSamples) throw badBody(`holds more than ${maxSamples} samples`)
  return samples
}

function arrayOf(text: string): SampleLine[] {
  try {
    return (JSON.parse(text) as unknown[]).map((json, index) => ({ line: index + 1, json }))
  } catch (error) {
    throw badBody(jsonFault(text, error))
  }
}

function linesOf(text: string): SampleLine[] {
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [lineOf(line, index + 1)]))
}

function lineOf(text: string, line: number): SampleLine {
  try {
    return { line, json: JSON.parse(text) as unknown }
  } catch (error) {
    return { line, fault: jsonFault(text, error) }
  }
}
