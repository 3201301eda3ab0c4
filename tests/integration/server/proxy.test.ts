import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createProxy } from '#bin/server/proxy.ts'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

test('an event stream passes piece by piece, and the browser’s going away reaches its source', async () => {
  let goneAt: (() => void) | undefined
  const gone = new Promise<void>((resolve) => (goneAt = resolve))
  let more: (() => void) | undefined
  const url = await behindProxy((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.flushHeaders()
    more = () => response.write('data: one\n\n')
    response.on('close', () => goneAt?.())
  })
  const controller = new AbortController()
  // The headers are here before the first event is sent.
  const response = await fetch(url, { signal: controller.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = response.body?.getReader()
  more?.()
  const piece = await reader?.read()
  expect(new TextDecoder().decode(piece?.value as Uint8Array)).toBe('data: one\n\n')
  controller.abort()
  await gone
})

test('a body passes both ways, with its length, status and several cookies', async () => {
  const url = await behindProxy((incoming, response) => {
    response.writeHead(
      201,
      [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ].flat(),
    )
    incoming.pipe(response)
  })
  const body = 'x'.repeat(300_000)
  const response = await fetch(url, { method: 'POST', body })
  expect(response.status).toBe(201)
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(await response.text()).toBe(body)
})

test('what a client says of where it comes from is dropped; the peer’s address is told instead', async () => {
  let seen: IncomingMessage['headers'] = {}
  const url = await behindProxy((incoming, response) => {
    seen = incoming.headers
    response.end()
  })
  await ask(url, {
    'x-forwarded-for': '6.6.6.6',
    'X-Forwarded-Host': 'evil.example',
    forwarded: 'for=6.6.6.6',
    'x-interlock-client-address': '6.6.6.6',
    connection: 'keep-alive, x-hop',
    'x-hop': 'only for the next one',
    'x-kept': 'yes',
  })
  expect(seen).toMatchObject({
    'x-interlock-client-address': '127.0.0.1',
    'x-kept': 'yes',
    host: new URL(url).host,
  })
  expect(Object.keys(seen).filter((name) => /forwarded|x-hop/.test(name))).toEqual([])
})

test('while the console is down a browser gets a page that looks again, a program problem JSON', async () => {
  const url = await serve((incoming, response) => createProxy(() => null).handle(incoming, response))
  const page = await fetch(url, { headers: { accept: 'text/html' } })
  expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8'])
  expect(await page.text()).toContain('http-equiv="refresh"')
  const problem = await fetch(url, { method: 'POST', body: 'x' })
  expect([problem.status, problem.headers.get('content-type')]).toEqual([503, 'application/problem+json'])
  expect(await problem.json()).toMatchObject({ status: 503, code: 'unavailable' })
})

test('a console that dies between two requests is a 503, one that dies in mid-answer a broken answer', async () => {
  const url = await behindProxy((incoming, response) => {
    if (incoming.url === '/half') response.write('half', () => incoming.socket.destroy())
    else incoming.socket.destroy()
  })
  expect((await fetch(url)).status).toBe(503)
  await expect(fetch(`${url}/half`).then((response) => response.text())).rejects.toThrow()
})

async function behindProxy(listener: RequestListener): Promise<string> {
  const target = new URL(await serve(listener))
  const proxy = createProxy(() => Number(target.port))
  return serve((incoming, response) => proxy.handle(incoming, response))
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function ask(url: string, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      response.resume()
      response.on('end', resolve)
    })
    sent.on('error', reject)
    sent.end()
  })
}
