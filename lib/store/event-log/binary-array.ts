/**
 * PostgreSQL's binary form of one-dimensional arrays. A Buffer handed to pg as a parameter travels as it is, so an
 * array encoded here costs no quoting on this side and no parsing on the other: half of an append's time.
 */
export function textArray(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)))
  const output = arrayOf(lengths, typeIds.text)
  let offset = headerBytes
  values.forEach((value, index) => {
    offset = output.writeInt32BE(lengths[index] ?? -1, offset)
    if (value !== null) offset += output.write(value, offset)
  })
  return output
}

/** `bigint[]` of safe, non-negative integers. */
export function bigintArray(values: readonly number[]): Buffer {
  const output = arrayOf(new Array<number>(values.length).fill(8), typeIds.bigint)
  let offset = headerBytes
  for (const value of values) {
    offset = output.writeInt32BE(8, offset)
    offset = output.writeUInt32BE(Math.floor(value / 2 ** 32), offset)
    offset = output.writeUInt32BE(value % 2 ** 32, offset)
  }
  return output
}

/** `bytea[]`. */
export function byteaArray(values: readonly Uint8Array[]): Buffer {
  const output = arrayOf(
    values.map((value) => value.length),
    typeIds.bytea,
  )
  let offset = headerBytes
  for (const value of values) {
    offset = output.writeInt32BE(value.length, offset)
    output.set(value, offset)
    offset += value.length
  }
  return output
}

/** Object ids of pg_type; fixed for built-in types. */
const typeIds = { bytea: 17, bigint: 20, text: 25 }
/** Dimensions, null flag, element type, length, lower bound: five 32-bit integers. */
const headerBytes = 20

function arrayOf(lengths: readonly number[], typeId: number): Buffer {
  let bytes = headerBytes
  let hasNull = 0
  for (const length of lengths) {
    bytes += 4 + Math.max(length, 0)
    if (length < 0) hasNull = 1
  }
  const output = Buffer.allocUnsafe(bytes)
  // The lower bound of an SQL array is 1.
  ;[1, hasNull, typeId, lengths.length, 1].reduce((offset, word) => output.writeInt32BE(word, offset), 0)
  return output
}
