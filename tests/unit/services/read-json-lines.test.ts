import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { recordedTime } from '#lib/contracts/recorded-line.ts'
import { readJsonLines } from '#lib/services/read-json-lines.ts'

const schema = z.strictObject({ id: z.string(), at: recordedTime.optional() })

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) {
    await Promise.resolve()
    yield bytes.subarray(start, start + size)
  }
}

async function read(text: string | Uint8Array, size = 7) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const lines: { line: number; value: { id: string } }[] = []
  let error: unknown = null
  try {
    for await (const part of readJsonLines({ name: 'f.jsonl', chunks: pieces(bytes, size) }, schema)) {
      lines.push(...part)
    }
  } catch (caught) {
    error = caught
  }
  return { lines, message: error instanceof Error ? error.message : null }
}

describe('readJsonLines', () => {
  it.each([1, 2, 3, 7, 1000])('finds the same lines in pieces of %i bytes', async (size) => {
    const { lines, message } = await read('{"id":"日本"}\r\n\n  \n{"id":"b"}\n{"id":"😀"}', size)
    expect(message).toBeNull()
    expect(lines).toStrictEqual([
      { line: 1, value: { id: '日本' } },
      { line: 4, value: { id: 'b' } },
      { line: 5, value: { id: '😀' } },
    ])
  })

  it('reads nothing from nothing', async () => {
    expect(await read('')).toStrictEqual({ lines: [], message: null })
  })

  it('passes over a byte order mark', async () => {
    expect((await read('\uFEFF{"id":"a"}\n')).lines).toHaveLength(1)
  })

  it.each([
    ['{"id":"a"}\n{"id":\n', 'f.jsonl:2: is not JSON: Unexpected end of JSON input'],
    ['{"id":"a"}\n[1]\n', 'f.jsonl:2: Invalid input: expected object, received array'],
    ['{"id":"a"}\n{}', 'f.jsonl:2: id: is missing'],
    [
      '{"id":"a"}\n\n{"id":1,"at":"2026-01-01T00:00:00","x":2}',
      'f.jsonl:3: id: Invalid input: expected string, received number; at: must be an RFC 3339 time with an offset, such as 2026-01-01T12:00:00Z; x: is not a known field',
    ],
  ])('names file, line, field and mend, after the lines before: %j', async (text, message) => {
    expect(await read(text)).toMatchObject({ lines: [{ line: 1 }], message })
  })

  it('refuses what is not UTF-8', async () => {
    const { message } = await read(new Uint8Array([0x22, 0xff, 0x22, 0x0a]))
    expect(message).toBe('f.jsonl:1: this line or one after it is not UTF-8')
  })

  it('refuses a line without end before it fills the memory', async () => {
    const { message } = await read('x'.repeat(3 * 1024 * 1024), 65_536)
    expect(message).toBe('f.jsonl:1: is longer than 1 MiB')
  })
})
