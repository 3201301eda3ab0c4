// A client in a process of its own, so that asking does not cost the one who answers.
import { Agent, request } from 'node:http'
import { runClosedLoop } from '../measure/closed-loop.ts'
import type { Sample } from '../measure/recorder.ts'
import { askedAction } from '../seed/decision-body.ts'
import { spreadAccount } from '../seed/account-ids.ts'

/** What the client is told to do. */
export interface Order {
  readonly port: number
  readonly callers: number
  readonly durationMs: number
  /** The agent's key. */
  readonly key: string
  /** Of this order alone: action ids begin with it. */
  readonly id: string
}

/** Answers an order: a sample, or why there is none. */
export type Answer = { readonly sample: Sample } | { readonly error: string }

const agents = new Map<number, Agent>()
/** Goes on from order to order, so that all of the accounts are asked. */
let count = 0

process.on('message', (order: Order) => {
  void carryOut(order).then(
    (sample) => process.send?.({ sample } satisfies Answer),
    (error: unknown) => process.send?.({ error: String(error) } satisfies Answer),
  )
})
process.once('disconnect', () => process.exit())

function carryOut({ port, callers, durationMs, key, id }: Order): Promise<Sample> {
  const agent = agents.get(port) ?? new Agent({ keepAlive: true, maxSockets: 1024 })
  agents.set(port, agent)
  return runClosedLoop(callers, durationMs, () => {
    count += 1
    const body = JSON.stringify({ accountId: spreadAccount(count), ...askedAction(`${id}-${count}`) })
    return post(agent, port, key, body)
  })
}

function post(agent: Agent, port: number, key: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    }
    const options = { agent, host: '127.0.0.1', port, method: 'POST', path: '/api/v1/actions', headers }
    const asking = request(options, (response) => {
      response.resume()
      response.once('error', reject)
      response.once('end', () =>
        response.statusCode === 200
          ? resolve()
          : reject(new Error(`the server answered ${String(response.statusCode)}`)),
      )
    })
    asking.once('error', reject)
    asking.end(body)
  })
}
