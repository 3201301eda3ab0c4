import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { createGate } from '#lib/gate/create-gate.ts'
import { createRuntime } from '#lib/services/runtime.ts'

/** The gate behind a port: everything of the server but the console's process. */
export interface GateServer {
  readonly url: string
  readonly child: ChildProcess
}

/** Starts the gate in a process of its own, on a free port of the loopback; its clock may be ahead of the machine's. */
export async function startGateServer(databaseUrl: string, aheadMs = 0): Promise<GateServer> {
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, 'gate-server.ts')], {
    env: { ...process.env, INTERLOCK_GATE_SERVER: databaseUrl, INTERLOCK_GATE_AHEAD: String(aheadMs) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { url: line, child }
}

/** Ends the process as a power cut would: nothing of it runs any more. */
export async function killGateServer({ child }: GateServer): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
}

const databaseUrl = process.env.INTERLOCK_GATE_SERVER
if (databaseUrl !== undefined && process.argv[1] === import.meta.filename) {
  const aheadMs = Number(process.env.INTERLOCK_GATE_AHEAD)
  const gate = createGate(createRuntime({ databaseUrl, clock: () => Date.now() + aheadMs }))
  const server = createServer((request, response) => {
    if (!gate(request, response)) response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
  })
}
