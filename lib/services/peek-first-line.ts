import type { LineSource } from './read-json-lines.ts'

/** What a file begins with, and the whole of it to read from. */
export interface PeekedSource {
  /** The first line that is not blank, as far as it was read. */
  readonly firstLine: string
  readonly source: LineSource
}

/** As much of a file as is read to find its first line. */
const peekedBytes = 1024 * 1024

/** Reads the first line of a source without taking it away. */
export async function peekFirstLine(source: LineSource): Promise<PeekedSource> {
  const iterator = source.chunks[Symbol.asyncIterator]()
  const read: Uint8Array[] = []
  let firstLine = ''
  let bytes = 0
  const decoder = new TextDecoder()
  let text = ''
  while (bytes < peekedBytes) {
    const next = await iterator.next()
    if (next.done === true) break
    read.push(next.value)
    bytes += next.value.length
    text += decoder.decode(next.value, { stream: true })
    firstLine = text.trimStart().split('\n', 1)[0] ?? ''
    if (text.trimStart().includes('\n')) break
  }
  return { firstLine, source: { name: source.name, chunks: rejoin(read, iterator) } }
}

async function* rejoin(
  read: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* read
  yield* { [Symbol.asyncIterator]: () => iterator }
}
