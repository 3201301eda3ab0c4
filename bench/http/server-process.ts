import { fork } from 'node:child_process'
import path from 'node:path'

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number
  readonly close: () => Promise<void>
}

/** Starts one of the two servers of this folder and waits until it listens. */
export async function startServerProcess(
  file: 'bare-server.ts' | 'gate-server.ts',
  options: { readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<ServerProcess> {
  const child = fork(path.join(import.meta.dirname, file), [...(options.args ?? [])], {
    env: { ...process.env, ...options.env },
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port))
    child.once('exit', (code) => reject(new Error(`${file} ended with ${String(code)}`)))
  })
  return {
    port,
    close: async () => {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}
