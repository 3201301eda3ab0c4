/** Where a text stops being JSON: a sentence with line and column, for whoever wrote it. */
export function jsonFault(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const stated = /at position (\d+)/.exec(message)?.[1]
  const position = stated === undefined ? faultPosition(text) : Number(stated)
  const before = text.slice(0, position)
  const line = before.split('\n').length
  const column = position - before.lastIndexOf('\n')
  const place = `at line ${line}, column ${column} (position ${position})`
  return position >= text.length ? `is not JSON: it ends too early, ${place}` : `is not JSON ${place}`
}

/**
 * The first character that no JSON text could have there. Not every message of the parser says it, so look for the
 * longest beginning that could still become JSON; only broken bodies pay for the search.
 */
function faultPosition(text: string): number {
  let good = 0
  let bad = text.length + 1
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    if (couldContinue(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function couldContinue(beginning: string): boolean {
  try {
    JSON.parse(beginning)
    return true
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const stated = /at position (\d+)/.exec(message)?.[1]
    return message.includes('Unexpected end') || (stated !== undefined && Number(stated) >= beginning.length)
  }
}
