/** base32-sortable, the alphabet of record keys of the kind `tid`. */
const alphabet = '234567abcdefghijklmnopqrstuvwxyz'
const characters = 13

/**
 * The record key that an idempotency key (`sheal_` and 32 hex digits) always gives: a `tid` by its form. With it a
 * record can be written once, and looked up without a search.
 */
export function recordKey(idempotencyKey: string): string {
  let bits = BigInt(`0x${idempotencyKey.replace(/^sheal_/, '').slice(0, 16)}`) >> 1n
  let key = ''
  for (let place = 0; place < characters; place += 1) {
    key = (alphabet[Number(bits & 31n)] ?? '') + key
    bits >>= 5n
  }
  return key
}
