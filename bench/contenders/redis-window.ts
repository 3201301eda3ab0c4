import { spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort } from '#bin/setup/postgres/cluster-settings.ts'
import { runClosedLoop } from '../measure/closed-loop.ts'
import type { Contender } from '../measure/interleave.ts'

/** A Redis server of the run's own, and what it holds open. */
export interface RedisWindow {
  readonly contender: (load: string, accountOf: (call: number) => string) => Contender
  readonly close: () => Promise<void>
}

const callers = 32
/** As many as tier 3's window of the hot account would hold is never needed: the newest 15 decide. */
const keptTimes = 15

/** The redis-server on PATH, or null. */
export function findRedisServer(): string | null {
  const candidates = (process.env['PATH'] ?? '').split(path.delimiter)
  return candidates.map((folder) => path.join(folder, 'redis-server')).find(isExecutable) ?? null
}

/**
 * A sliding window in Lua on a Redis that flushes every write before it answers (appendfsync always): the k newest
 * times of the account, and the decision appended to a list. One round trip for each decision.
 */
export async function openRedisWindow(
  program: string,
  bodyOf: (actionId: string) => string,
): Promise<RedisWindow> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'interlock-bench-redis-'))
  const port = await freePort()
  const flags = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--no-appendfsync-on-rewrite', 'no']
  const server = spawn(program, [...flags.map(String), ...durable], { stdio: 'ignore' })
  const exited = new Promise((resolve) => server.once('exit', resolve))
  const redis = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null })
  redis.on('error', () => undefined) // until it listens; a lost server fails the calls themselves
  await Promise.race([redis.ping(), sleep(10_000).then(() => Promise.reject(new Error('redis is silent')))])
  redis.defineCommand('decide', { numberOfKeys: 2, lua: decideInLua })
  const decide = (redis as unknown as { decide: Decide }).decide.bind(redis)
  let count = 0
  return {
    contender: (load, accountOf) => ({
      name: `Redis window in Lua, ${load}`,
      load: `${callers} callers, ${load}`,
      run: (durationMs) =>
        runClosedLoop(callers, durationMs, () => {
          count += 1
          const account = accountOf(count)
          return decide(`times:${account}`, `log:${account}`, Date.now(), keptTimes, bodyOf(`redis-${count}`))
        }),
    }),
    close: async () => {
      redis.disconnect()
      server.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Decide = (times: string, log: string, nowMs: number, kept: number, body: string) => Promise<number>

/** Answers how many of the kept times lie in tier 3's window. */
const decideInLua = `
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('LTRIM', KEYS[1], 0, ARGV[2] - 1)
redis.call('RPUSH', KEYS[2], ARGV[3])
local inside = 0
for _, time in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if tonumber(time) >= ARGV[1] - 300000 then inside = inside + 1 end
end
return inside`

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
