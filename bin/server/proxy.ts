import {
  Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { sendUnavailable } from './send-unavailable.ts'

/** Passes requests on to one server on loopback. */
export interface Proxy {
  /** Streams the request there and the answer back; 503 while `port` gives null. */
  handle(request: IncomingMessage, response: ServerResponse): void
  /** Passes a protocol upgrade on (the development server's reload channel). */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void
  /** Closes idle connections to the other server. */
  close(): void
}

/** Belong to one connection, not to the message (RFC 9110, 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]
/** Who the peer is; Next and the sign-in's limit read it. Whatever a client sends under these names is dropped. */
const CLIENT_ADDRESS = 'x-interlock-client-address'
/** Path and query as the browser asked; signing in leads back there. */
const REQUESTED_PATH = 'x-interlock-requested-path'
const isForwarding = (name: string) =>
  name === 'forwarded' ||
  name.startsWith('x-forwarded-') ||
  name === CLIENT_ADDRESS ||
  name === REQUESTED_PATH

/** Makes a proxy to 127.0.0.1 at whatever `port` gives at the time of each request. */
export function createProxy(port: () => number | null): Proxy {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 32 })
  return {
    handle: (request, response) => {
      const target = port()
      if (target === null) {
        sendUnavailable(request, response)
        return
      }
      const forwarded = httpRequest({ ...address(request, target), agent, headers: requestHeaders(request) })
      forwarded.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.statusMessage, withoutHopByHop(answer.headers))
        // Sent at once: an event stream's browser waits for the headers before its first event.
        response.flushHeaders()
        answer.on('error', () => response.destroy())
        answer.pipe(response)
      })
      forwarded.on('error', () => {
        if (response.headersSent) response.destroy()
        else sendUnavailable(request, response)
      })
      // The browser went away: let the page's work be stopped too.
      response.on('close', () => forwarded.destroy())
      request.on('error', () => forwarded.destroy())
      request.pipe(forwarded)
    },
    upgrade: (request, socket, head) => {
      socket.on('error', () => socket.destroy())
      const target = port()
      if (target === null) {
        socket.destroy()
        return
      }
      const headers = {
        ...requestHeaders(request),
        connection: 'Upgrade',
        upgrade: request.headers.upgrade ?? '',
      }
      const forwarded = httpRequest({ ...address(request, target), headers })
      forwarded.on('upgrade', (answer, other, otherHead) =>
        joinSockets(answer, socket, other, head, otherHead),
      )
      forwarded.on('response', () => socket.destroy())
      forwarded.on('error', () => socket.destroy())
      forwarded.end()
    },
    close: () => agent.destroy(),
  }
}

function address(request: IncomingMessage, port: number) {
  return { host: '127.0.0.1', port, method: request.method ?? 'GET', path: request.url ?? '/' }
}

function requestHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const headers = withoutHopByHop(request.headers)
  for (const name of Object.keys(headers)) if (isForwarding(name)) Reflect.deleteProperty(headers, name)
  return {
    ...headers,
    [CLIENT_ADDRESS]: request.socket.remoteAddress ?? '',
    [REQUESTED_PATH]: request.url ?? '/',
  }
}

function withoutHopByHop(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) => value !== undefined && !HOP_BY_HOP.includes(name) && !named.includes(name),
    ),
  )
}

function joinSockets(
  answer: IncomingMessage,
  near: Socket,
  far: Socket,
  nearHead: Buffer,
  farHead: Buffer,
): void {
  const lines = [`HTTP/1.1 ${answer.statusCode ?? 101} ${answer.statusMessage ?? ''}`]
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2) {
    lines.push(`${answer.rawHeaders[i] ?? ''}: ${answer.rawHeaders[i + 1] ?? ''}`)
  }
  near.write(lines.join('\r\n') + '\r\n\r\n')
  if (farHead.length > 0) near.write(farHead)
  if (nearHead.length > 0) far.write(nearHead)
  far.on('error', () => near.destroy())
  near.on('close', () => far.destroy())
  far.on('close', () => near.destroy())
  near.pipe(far).pipe(near)
}
