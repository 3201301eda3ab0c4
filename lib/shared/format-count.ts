/** Whole number with a thin gap between thousands: "48 361". */
export function formatCount(count: number): string {
  return String(Math.trunc(count)).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f')
}

/** "1 event", "15 events": the count and its noun; the plural is the noun with s unless given. */
export function formatNoun(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)}\u00a0${count === 1 ? noun : plural}`
}

/** "1st", "2nd", "3rd", "15th". */
export function formatOrdinal(count: number): string {
  const tens = count % 100
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')
  return `${count}${ending}`
}

/** The reviewer's word for a place among lockouts: "First", "Second", … then "5th". */
export function formatPlace(count: number): string {
  return ['', 'First', 'Second', 'Third', 'Fourth'][count] || formatOrdinal(count)
}

/** "Ines Okafor" → "IO". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? '') : ''
  return (first + last).toUpperCase()
}
