import { createKey } from '#lib/services/keys/create-key.ts'
import { createRuntime } from '#lib/services/runtime.ts'
import { ensureBuilt } from '#bin/setup/ensure-built.ts'
import { outOfReach } from '../bench-policies.ts'
import { startClient } from '../http/client-process.ts'
import { consoleEnvironment } from '../http/console-environment.ts'
import { signIn } from '../http/console-reader.ts'
import { startServerProcess } from '../http/server-process.ts'
import { type Contender, interleave } from '../measure/interleave.ts'
import type { Target } from '../measure/targets.ts'
import { spreadAccount, spreadAccounts } from '../seed/account-ids.ts'
import { askedAction } from '../seed/decision-body.ts'
import { seedAccounts } from '../seed/seed-accounts.ts'
import type { SectionInput, SectionResult } from './section.ts'

const callers = 32
const pageEveryMs = 200
const pages = ['/', `/accounts/${spreadAccount(1)}`, '/accounts', '/lockouts']
const bareName = 'bare node:http'
const gateName = 'gate over HTTP'
const busyName = 'gate over HTTP, 5 pages a second'

/** The gate over HTTP beside a bare server, and with and without the console rendering pages behind its port. */
export async function measureOverHttp({ database, rounds, say }: SectionInput): Promise<SectionResult> {
  await ensureBuilt(say)
  const url = await database.create('http')
  const accountIds = Array.from({ length: spreadAccounts }, (_, index) => spreadAccount(index))
  await seedAccounts(url, accountIds, outOfReach)
  const key = await createBenchKey(url)
  const { member, env } = consoleEnvironment(url)
  const gate = await startServerProcess('gate-server.ts', { env })
  const answer = await firstAnswer(gate.port, key)
  const bare = await startServerProcess('bare-server.ts', { args: [answer] })
  const client = startClient()
  const ask = (port: number) => (durationMs: number) => client.carryOut({ port, key, callers, durationMs })
  try {
    const reader = await signIn(gate.port, member, pages)
    say('bringing the accounts into memory')
    for (let calls = 0; calls < spreadAccounts;) calls += (await ask(gate.port)(1000)).perSecond
    const opened = { rendered: 0, failed: 0 }
    const busy = async (durationMs: number) => {
      const stop = reader.openPages(pageEveryMs)
      const sample = await ask(gate.port)(durationMs)
      const { rendered, failed } = await stop()
      opened.rendered += rendered
      opened.failed += failed
      return sample
    }
    const load = `${callers} connections, 10 000 accounts`
    const contenders: Contender[] = [
      { name: bareName, load: `${callers} connections`, run: ask(bare.port) },
      { name: gateName, load, run: ask(gate.port) },
      { name: busyName, load, run: busy },
    ]
    const series = await interleave(contenders, rounds('over HTTP'))
    return {
      series,
      targets,
      notes: [
        `Beside the gate over HTTP, ${opened.rendered} pages were rendered, ${opened.failed} were not.`,
      ],
    }
  } finally {
    client.close()
    await Promise.all([gate.close(), bare.close()])
  }
}

async function createBenchKey(databaseUrl: string): Promise<string> {
  const runtime = createRuntime({ databaseUrl })
  try {
    const { token } = await createKey(runtime, { agentId: 'bench', accountIds: null, expiresAtMs: null })
    return token
  } finally {
    await runtime.close()
  }
}

/** What the gate answers to one action: the bytes that the bare server answers to all. */
async function firstAnswer(port: number, key: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/actions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ accountId: spreadAccount(0), ...askedAction('first') }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`the gate answered ${response.status}: ${text}`)
  return text
}

const targets: readonly Target[] = [
  {
    title: `gate over HTTP / bare node:http, ${callers} connections`,
    of: { name: gateName, figure: 'perSecond' },
    to: { name: bareName, figure: 'perSecond' },
    asked: { atLeast: 0.25 },
  },
  {
    title: 'p99 of the gate over HTTP with 5 console pages a second / without',
    of: { name: busyName, figure: 'p99Ms' },
    to: { name: gateName, figure: 'p99Ms' },
    asked: { atMost: 2 },
  },
]
