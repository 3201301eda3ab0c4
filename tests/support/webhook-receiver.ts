import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Webhook } from 'standardwebhooks'

/**
 * What the receiver answers to a request: a status, one with a Retry-After in seconds, nothing ever, or 204 once new
 * answers are given.
 */
export type ReceiverAnswer =
  number | 'never' | 'held' | { readonly status: number; readonly retryAfter: string }

/** A request that arrived whole. */
export interface ReceivedWebhook {
  readonly id: string
  readonly atMs: number
  readonly isSigned: boolean
  readonly type: string
  readonly body: string
  readonly status: number
}

/** A webhook receiver in a process of its own. */
export interface WebhookReceiver {
  readonly url: string
  readonly port: number
  readonly child: ChildProcess
  /** The next requests are answered by these, in order; then each by 204. `forever` answers all the same. */
  readonly answers: (answers: readonly ReceiverAnswer[], forever?: ReceiverAnswer) => Promise<void>
  readonly received: () => Promise<readonly ReceivedWebhook[]>
  readonly stop: () => Promise<void>
}

export const receiverSecret = `whsec_${Buffer.from('a webhook secret for receivers').toString('base64')}`

/** Starts a receiver on the loopback; port 0 is any that is free. `forever` is what it answers from the start. */
export async function startWebhookReceiver(port = 0, forever?: ReceiverAnswer): Promise<WebhookReceiver> {
  const file = path.resolve(import.meta.dirname, 'webhook-receiver.ts')
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, INTERLOCK_WEBHOOK_RECEIVER: JSON.stringify({ port, forever }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  return {
    url: `${url}/hook`,
    port: Number(new URL(url).port),
    child,
    answers: async (answers, always) => {
      await fetch(`${url}/answers`, { method: 'POST', body: JSON.stringify({ answers, forever: always }) })
    },
    received: async () => (await (await fetch(`${url}/received`)).json()) as ReceivedWebhook[],
    stop: async () => {
      const closed = once(child, 'close')
      child.kill('SIGKILL')
      await closed
    },
  }
}

const order = process.env.INTERLOCK_WEBHOOK_RECEIVER
if (order !== undefined && process.argv[1] === import.meta.filename) receive(JSON.parse(order) as Order)

interface Order {
  readonly port: number
  readonly forever?: ReceiverAnswer
}

function receive({ port, forever }: Order): void {
  const received: ReceivedWebhook[] = []
  let answers: ReceiverAnswer[] = []
  let always = forever
  const held: ServerResponse[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      if (request.url === '/received') {
        response.end(JSON.stringify(received))
        return
      }
      if (request.url === '/answers') {
        const given = JSON.parse(body) as { answers: ReceiverAnswer[]; forever?: ReceiverAnswer }
        answers = given.answers
        always = given.forever
        for (const waiting of held.splice(0)) waiting.writeHead(204).end()
        response.end()
        return
      }
      const answer = answers.shift() ?? always ?? 204
      const status =
        typeof answer === 'object' ? answer.status : answer === 'never' ? 0 : answer === 'held' ? 204 : answer
      received.push({ ...describe(request.headers, body), status })
      // 0 takes the request and gives no answer; the connection breaks.
      if (answer === 'never') return
      if (answer === 'held') {
        held.push(response)
        return
      }
      if (status === 0) response.destroy()
      else {
        const headers = typeof answer === 'object' ? { 'retry-after': answer.retryAfter } : {}
        response.writeHead(status, status === 302 ? { location: '/elsewhere' } : headers).end()
      }
    })
  })
  server.listen(port, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}\n`)
  })
}

function describe(headers: NodeJS.Dict<string | string[]>, body: string): Omit<ReceivedWebhook, 'status'> {
  let isSigned = true
  try {
    new Webhook(receiverSecret).verify(body, headers as Record<string, string>)
  } catch {
    isSigned = false
  }
  const { id, type } = JSON.parse(body) as { id: string; type: string }
  return { id: id === headers['webhook-id'] ? id : 'ids differ', atMs: Date.now(), isSigned, type, body }
}
