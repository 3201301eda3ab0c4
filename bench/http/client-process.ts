import { fork } from 'node:child_process'
import path from 'node:path'
import type { Sample } from '../measure/recorder.ts'
import type { Answer, Order } from './client.ts'

/** A client process that carries out one order after another. */
export interface ClientProcess {
  readonly carryOut: (order: Omit<Order, 'id'>) => Promise<Sample>
  readonly close: () => void
}

/** Starts the client. */
export function startClient(): ClientProcess {
  const child = fork(path.join(import.meta.dirname, 'client.ts'))
  let orders = 0
  return {
    carryOut: (order) =>
      new Promise((resolve, reject) => {
        orders += 1
        child.once('message', (answer: Answer) =>
          'sample' in answer ? resolve(answer.sample) : reject(new Error(answer.error)),
        )
        child.send({ ...order, id: `http-${process.pid}-${orders}` } satisfies Order)
      }),
    close: () => child.disconnect(),
  }
}
