import { z } from 'zod'
import { recordedTime } from './recorded-line.ts'

const placed = {
  /** `account:<accountId>` or `organisation`. */
  stream: z.string().min(1),
  /** Gapless per stream, from 1. */
  seq: z.int().min(1),
  type: z.string().min(1),
  data: z.record(z.string(), z.unknown()),
  /** SHA-256 (hex) over the hash before it and the canonical JSON of the rest. */
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case'),
}

/** One line of an exported log, with its time as milliseconds. */
export const exportedEventSchema = z.strictObject({ ...placed, at: recordedTime })
export type ExportedEvent = z.output<typeof exportedEventSchema>

/** The same line with its time as written, which is what its hash covers. */
export const chainedEventSchema = z.strictObject({ ...placed, at: z.string() })
export type ChainedEvent = z.output<typeof chainedEventSchema>

/** The names that an exported line has, by which a damaged one is still known for what it was. */
export const exportedNames = ['stream', 'seq', 'type', 'at', 'data', 'hash'] as const
