import { fork } from 'node:child_process'
import path from 'node:path'
import type { AgentsOrder } from './run-agents.ts'

/** Starts the agents in a process of their own; the result ends it. */
export function startAgents(order: AgentsOrder): () => Promise<void> {
  const child = fork(path.join(import.meta.dirname, 'run-agents.ts'))
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.send(order)
  return () => {
    if (child.connected) child.disconnect()
    return exited
  }
}
