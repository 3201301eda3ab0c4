import type { Exchange } from '#tests/support/exchange.ts'

/** A token that says nothing but that it ends in the year 2255. */
const harmless = `e30.${Buffer.from(JSON.stringify({ exp: 9e9 })).toString('base64url')}.x`

/** Exchanges as they may be kept: no token, no password, no address of a person, no time that changes with each run. */
export function withoutSecrets(exchanges: readonly Exchange[], secrets: readonly string[]): unknown {
  const clean = (value: unknown, name = ''): unknown => {
    if (typeof value === 'string') {
      if (name === 'accessJwt' || name === 'refreshJwt') return harmless
      if (name === 'password' || name === 'email') return '…'
      return secrets.reduce((text, secret) => text.replaceAll(secret, '…'), value)
    }
    if (Array.isArray(value)) return value.map((item) => clean(item))
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item, key)]))
    }
    return value
  }
  return clean(exchanges)
}
