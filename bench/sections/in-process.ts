import { decisionBodies } from '../seed/decision-body.ts'
import { hotAccount, spreadAccount, spreadAccounts } from '../seed/account-ids.ts'
import { seedAccounts } from '../seed/seed-accounts.ts'
import { outOfReach, watched } from '../bench-policies.ts'
import { gateContender } from '../contenders/gate-contender.ts'
import { openPlainInsert } from '../contenders/plain-insert.ts'
import { openFlexibleLimiter } from '../contenders/rate-limiter-flexible.ts'
import { findRedisServer, openRedisWindow, type RedisWindow } from '../contenders/redis-window.ts'
import { interleave } from '../measure/interleave.ts'
import type { Target } from '../measure/targets.ts'
import { openGate } from '../open-gate.ts'
import type { SectionInput, SectionResult } from './section.ts'

const spread = `${spreadAccounts.toLocaleString('en').replace(',', ' ')} accounts`
const one = 'one account'
const toSpread = spreadAccount
const toOne = () => hotAccount

/** The gate in this process beside a plain INSERT, rate-limiter-flexible and, when there is one, Redis. */
export async function measureInProcess({ database, rounds, say }: SectionInput): Promise<SectionResult> {
  const bodyOf = decisionBodies(outOfReach)
  say('opening 10 000 accounts')
  const gateUrl = await database.create('gate')
  await seedAccounts(
    gateUrl,
    Array.from({ length: spreadAccounts }, (_, index) => spreadAccount(index)),
    outOfReach,
  )
  await seedAccounts(gateUrl, [hotAccount], watched)
  const gate = openGate(gateUrl)
  say('bringing them into memory')
  await gate.touch(Array.from({ length: spreadAccounts }, (_, index) => spreadAccount(index)))
  const insert = await openPlainInsert(await database.create('plain'), bodyOf)
  const limiter = await openFlexibleLimiter(await database.create('limiter'), bodyOf)
  const program = findRedisServer()
  const redis = program === null ? null : await openRedisWindow(program, bodyOf)
  try {
    const series = await interleave(
      [
        insert.contender(1),
        insert.contender(32),
        gateContender(gate, 32, spread, toSpread),
        gateContender(gate, 32, one, toOne),
        gateContender(gate, 256, spread, toSpread),
        gateContender(gate, 256, one, toOne),
        limiter.contender(spread, toSpread),
        limiter.contender(one, toOne),
        ...redisContenders(redis),
      ],
      rounds('in process'),
    )
    return { series, targets: redis ? [...targets, ...redisTargets] : targets, notes: notes(redis) }
  } finally {
    await Promise.all([gate.close(), insert.close(), limiter.close(), redis?.close()])
  }
}

function redisContenders(redis: RedisWindow | null) {
  return redis ? [redis.contender(spread, toSpread), redis.contender(one, toOne)] : []
}

function notes(redis: RedisWindow | null): readonly string[] {
  return redis ? [] : ['Redis was skipped: there is no redis-server on PATH.']
}

const baseline = 'plain INSERT, 32'
const throughput = (title: string, name: string, to: string, atLeast: number | null): Target => ({
  title,
  of: { name, figure: 'perSecond' },
  to: { name: to, figure: 'perSecond' },
  asked: atLeast === null ? null : { atLeast },
})

const targets: readonly Target[] = [
  throughput(`gate at 32 callers, ${spread} / plain INSERT at 32`, `gate, 32, ${spread}`, baseline, 3),
  throughput(`gate at 32 callers, ${one} / plain INSERT at 32`, `gate, 32, ${one}`, baseline, 3),
  throughput(`gate at 256 callers, ${spread} / plain INSERT at 32`, `gate, 256, ${spread}`, baseline, 4),
  throughput(`gate at 256 callers, ${one} / plain INSERT at 32`, `gate, 256, ${one}`, baseline, 4),
  ...[spread, one].map((load): Target => ({
    title: `p99 of the gate at 32 callers, ${load} / median of the plain INSERT at 32`,
    of: { name: `gate, 32, ${load}`, figure: 'p99Ms' },
    to: { name: baseline, figure: 'p50Ms' },
    asked: { atMost: 15 },
  })),
  ...[spread, one].map((load) =>
    throughput(
      `gate / rate-limiter-flexible, 32 callers, ${load}`,
      `gate, 32, ${load}`,
      `rate-limiter-flexible, ${load}`,
      4,
    ),
  ),
]

const redisTargets: readonly Target[] = [spread, one].map((load) =>
  throughput(
    `gate / Redis window in Lua, 32 callers, ${load}`,
    `gate, 32, ${load}`,
    `Redis window in Lua, ${load}`,
    null,
  ),
)
