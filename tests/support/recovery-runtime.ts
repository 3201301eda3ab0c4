import type { Policy } from '#lib/engine/policy/policy.ts'
import { connectPlatform } from '#lib/services/recovery/connect-platform.ts'
import { ingestSamples } from '#lib/services/recovery/ingest-samples.ts'
import type { RecoveryPorts } from '#lib/services/recovery/recovery-ports.ts'
import type { RecoveryRuntime } from '#lib/services/recovery/recovery-runtime.ts'
import { runRecoveryRound } from '#lib/services/recovery/run-recovery-round.ts'
import { workerPorts } from '#lib/services/recovery/worker-ports.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { minute } from '#tests/support/recovery-samples.ts'

export const testSecret = 'a secret for tests, long enough to be one'

/** A runtime with a clock that a test moves, and the secret that opens credentials. */
export function openRecoveryRuntime(databaseUrl: string, startMs: number) {
  const time = { nowMs: startMs }
  const runtime = openRuntime(databaseUrl, { clock: () => time.nowMs })
  return { runtime: { ...runtime, secret: testSecret }, time }
}

/** The same with a worker's rounds, and time that passes on both clocks: a test need not wait until answers settle. */
export function openDrivenRuntime(databaseUrl: string, startMs: number) {
  const made = openRecoveryRuntime(databaseUrl, startMs)
  const monotonic = { nowMs: 0 }
  const ports: RecoveryPorts = {
    ...workerPorts(made.runtime),
    clock: { nowMs: made.runtime.clock, monotonicMs: () => monotonic.nowMs },
  }
  const round = () =>
    runRecoveryRound(made.runtime, ports, (error) => {
      throw error instanceof Error ? error : new Error(String(error))
    })
  const pass = (ms: number) => {
    made.time.nowMs += ms
    monotonic.nowMs += ms
  }
  return { ...made, round, pass }
}

/** Opens an account that is connected to the platform `recorded`. */
export async function openRecordedAccount(
  runtime: Runtime & RecoveryRuntime,
  accountId: string,
  policy: Policy,
  fates: Readonly<Record<string, readonly string[]>> = {},
): Promise<void> {
  await openAccount(runtime, accountId, policy)
  await connectPlatform(runtime, {
    accountId,
    platform: 'recorded',
    connector: 'recorded',
    credential: { fates },
    templates: {},
  })
}

/** Gives posts three samples in the last hour: 1000 new impressions, and `engagements` of them engaged. */
export async function stagnate(
  runtime: RecoveryRuntime,
  accountId: string,
  postIds: readonly string[],
  engagements = 0,
  platform = 'recorded',
): Promise<void> {
  const samples = postIds.flatMap((postId) =>
    [60, 30, 0].map((ago) => ({
      postId,
      platform,
      accountId,
      capturedAt: new Date(runtime.clock() - ago * minute).toISOString(),
      impressions: 5000 - ago * 10,
      engagements: ago === 60 ? 100 : 100 + Math.round((engagements * (60 - ago)) / 60),
      title: `Post ${postId}`,
    })),
  )
  const verdicts = await ingestSamples(
    runtime,
    samples.map((json, index) => ({ line: index + 1, json })),
    null,
  )
  const bad = verdicts.find(({ result }) => result === 'refused')
  if (bad) throw new Error(JSON.stringify(bad))
}
