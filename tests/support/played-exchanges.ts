import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Exchange } from './exchange.ts'

/** A server that answers as a real one once did, as long as it is asked the same in the same order. */
export interface PlayedExchanges {
  readonly url: string
  /** What was asked otherwise; none when the play went as recorded. */
  readonly faults: string[]
  /** How many exchanges were not asked for. */
  readonly left: () => number
  readonly server: Server
}

export async function playExchanges(exchanges: readonly Exchange[]): Promise<PlayedExchanges> {
  const waiting = [...exchanges]
  const faults: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const next = waiting.shift()
      const asked = JSON.stringify([request.method, request.url, withoutPassword(body)])
      const wanted = JSON.stringify(next && [next.method, next.path, next.request])
      if (!next || asked !== wanted) {
        faults.push(`${asked} was asked for, not ${wanted}`)
        response.writeHead(501).end()
      } else if (next.lost) response.destroy()
      else response.writeHead(next.status, next.headers).end(JSON.stringify(next.response))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return { url, faults, left: () => waiting.length, server }
}

/** As the recording says it. */
function withoutPassword(body: string): unknown {
  if (body === '') return null
  const json = JSON.parse(body) as Record<string, unknown>
  return 'password' in json ? { ...json, password: '…' } : json
}
