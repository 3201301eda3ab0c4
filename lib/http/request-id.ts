import { newId } from '../services/new-id.ts'

export const requestIdHeader = 'x-request-id'

/** The id under which a request is found in the log: the one it came with when that is harmless, else a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get(requestIdHeader)
  return given !== null && /^[\w.-]{1,64}$/.test(given) ? given : newId()
}
