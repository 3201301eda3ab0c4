/** Set by the server in front of the console; a browser's own is overwritten there. */
const requestedPathHeader = 'x-interlock-requested-path'

/** Path and query that the browser asked for, without what the framework adds to it; null when it is not known. */
export function requestedPath(headers: Headers): string | null {
  const path = headers.get(requestedPathHeader)
  const url = path === null ? null : URL.parse(path, 'http://requested.invalid')
  if (!url) return null
  url.searchParams.delete('_rsc')
  return `${url.pathname}${url.search}`
}
