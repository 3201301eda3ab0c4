import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Exchange } from '#tests/support/exchange.ts'

/** What happens to the next write: it never arrives, its answer never comes back, or its token is no good any more. */
export type WriteFate = 'drop_before' | 'drop_after' | 'spoil_token'

/** A proxy before a platform's server that loses what it is told to, and keeps what passes. */
export interface DroppingProxy {
  readonly url: string
  readonly fates: WriteFate[]
  readonly exchanges: Exchange[]
  readonly close: () => void
}

export async function startDroppingProxy(upstream: string): Promise<DroppingProxy> {
  const fates: WriteFate[] = []
  const exchanges: Exchange[] = []
  const pass = async (request: IncomingMessage, body: string, response: ServerResponse) => {
    const url = request.url ?? '/'
    const fate = request.method === 'POST' && url.includes('putRecord') ? fates.shift() : undefined
    const authorization = request.headers.authorization ?? ''
    const exchange = {
      method: request.method ?? '',
      path: url,
      request: jsonOf(body),
      lost: fate === 'drop_before' || fate === 'drop_after',
    }
    if (fate === 'drop_before') {
      exchanges.push({ ...exchange, status: 0, headers: {}, response: null })
      response.destroy()
      return
    }
    const type = request.headers['content-type']
    const answer = await fetch(upstream + url, {
      method: exchange.method,
      headers: {
        ...(authorization
          ? { authorization: fate === 'spoil_token' ? 'Bearer spoiled' : authorization }
          : {}),
        ...(type ? { 'content-type': type } : {}),
      },
      ...(body === '' ? {} : { body }),
    })
    const text = await answer.text()
    const headers = Object.fromEntries(
      [...answer.headers].filter(([name]) => /^(content-type|retry-after|ratelimit-.*)$/.test(name)),
    )
    exchanges.push({ ...exchange, status: answer.status, headers, response: jsonOf(text) })
    if (fate === 'drop_after') response.destroy()
    else response.writeHead(answer.status, headers).end(text)
  }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => void pass(request, body, response).catch(() => response.destroy()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    fates,
    exchanges,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function jsonOf(text: string): unknown {
  return text === '' ? null : (JSON.parse(text) as unknown)
}
