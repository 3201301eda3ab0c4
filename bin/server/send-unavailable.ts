import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorRules } from '#lib/shared/app-error.ts'

/** A console that was just restarted is back within seconds. */
const RETRY_AFTER_SECONDS = 2

/**
 * Answers 503 while the console's process is not up: a page that reloads itself for a browser, RFC 9457 problem
 * JSON for everyone else.
 */
export function sendUnavailable(request: IncomingMessage, response: ServerResponse): void {
  const requestId = randomUUID()
  const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
  const body = wantsPage ? page(requestId) : problem(requestId)
  response.writeHead(errorRules.unavailable.status, {
    'content-type': wantsPage ? 'text/html; charset=utf-8' : 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'retry-after': String(RETRY_AFTER_SECONDS),
    'cache-control': 'no-store',
    'x-request-id': requestId,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function problem(requestId: string): string {
  const { status, message } = errorRules.unavailable
  return JSON.stringify({ type: 'about:blank', title: message, status, code: 'unavailable', requestId })
}

function page(requestId: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${RETRY_AFTER_SECONDS}">
<title>Interlock is starting</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { min-height: 100vh; margin: 0; display: grid; place-items: center; text-align: center }
small { opacity: 0.7 }
</style>
</head>
<body>
<main>
<h1>The console is starting</h1>
<p>This page looks again by itself. The gate goes on deciding meanwhile.</p>
<small>Request ${requestId}</small>
</main>
</body>
</html>
`
}
