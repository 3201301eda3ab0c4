const shape =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** What to write instead of a time that `parseRfc3339` refuses. */
export const rfc3339Mend = 'must be an RFC 3339 time with an offset, such as 2026-01-01T12:00:00Z'

/**
 * The milliseconds since 1970 of an RFC 3339 time with an offset, parts of a millisecond cut off; null when the text
 * is not one: without an offset, without seconds, or on a day that the calendar does not have.
 */
export function parseRfc3339(text: string): number | null {
  const match = shape.exec(text)
  if (!match) return null
  const day = Number(match[3])
  // Date.parse takes the 30th of February for the 2nd of March.
  if (day > 28 && day > daysInMonth(Number(match[1]), Number(match[2]))) return null
  const timeMs = Date.parse(text)
  return Number.isNaN(timeMs) ? null : timeMs
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
