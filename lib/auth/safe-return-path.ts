/** A base that no real address has, so that a path which leaves it shows. */
const nowhere = 'http://return.invalid'

/**
 * Where to go after signing in: `wanted` when it is a path on this very site, else `/`.
 * Another host, a scheme, `//host` and `/\host` all lead home, and so does the sign-in page itself.
 */
export function safeReturnPath(wanted: string | null | undefined): string {
  if (!wanted?.startsWith('/') || hasControlCharacter(wanted)) return '/'
  const url = URL.parse(wanted, nowhere)
  if (url?.origin !== nowhere) return '/'
  if (/^\/(?:sign-in|setup|join|api)(?:\/|$)/.test(url.pathname)) return '/'
  const path = `${url.pathname}${url.search}${url.hash}`
  // A dot segment can leave a second slash in front, which a browser reads as a host.
  return path.startsWith('//') ? '/' : path
}

/** Browsers drop tabs and line ends from addresses, so `/\t/host` would become `//host`. */
function hasControlCharacter(text: string): boolean {
  return /[\u0000-\u001f]/.test(text)
}
