// The console's process: Next behind the gate's port. Started by bin/server.ts, and gone when that is gone.
import { createServer } from 'node:http'
import next from 'next'
import { root } from './setup/run-tool.ts'

/** Requests under way get this long when the parent has asked to stop or is gone. */
const GRACE_MS = 2_000

const development = process.argv.includes('--dev')
// Ctrl-C reaches every process of the terminal; this one stops when its parent says so by closing the channel.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)

const app = next({ dev: development, dir: root, hostname: '127.0.0.1', port: Number(process.env.PORT) })
const handle = app.getRequestHandler()
const server = createServer((request, response) => {
  handle(request, response).catch(() => response.destroy())
})

// The parent alone decides when a connection between the two ends: closed from here after the usual five idle seconds,
// one could be gone at the moment at which the parent sends the next request on it, and a page would answer 503.
server.keepAliveTimeout = 0

process.on('disconnect', () => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), GRACE_MS)
})

await app.prepare()
if (development) {
  const upgrade = app.getUpgradeHandler()
  server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head))
}
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object')
    process.send?.({ type: 'listening', port: address.port })
})
