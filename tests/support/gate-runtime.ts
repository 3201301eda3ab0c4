import { presets } from '#lib/engine/policy/presets.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { createAccount } from '#lib/services/accounts/create-account.ts'
import { decideAction } from '#lib/services/decide-action.ts'
import { createRuntime, type Runtime, type RuntimeOptions } from '#lib/services/runtime.ts'
import type { AskedAction } from '#lib/services/action-request.ts'
import { expect } from 'vitest'

/** A runtime whose unexpected failures fail the test that looks at `failures`. */
export function openRuntime(
  databaseUrl: string,
  options: Partial<RuntimeOptions> = {},
): Runtime & { readonly failures: unknown[] } {
  const failures: unknown[] = []
  const runtime = createRuntime({ databaseUrl, onFailure: (error) => failures.push(error), ...options })
  return { ...runtime, failures }
}

/** Opens a fresh account. */
export async function openAccount(
  runtime: Runtime,
  accountId: string,
  policy: Policy = presets.seed,
): Promise<string> {
  await createAccount(runtime, { accountId, policy })
  return accountId
}

/** Asks the gate in process and expects a decision. */
export async function ask(runtime: Runtime, asked: AskedAction) {
  const result = await decideAction(runtime, asked, { authorityEpoch: null })
  expect(result.kind).toBe('decided')
  if (result.kind !== 'decided') throw new Error(result.kind)
  return result.decision
}

/** The preset `seed` with thresholds out of reach, for tests that are not about velocity. */
export const calmPolicy: Policy = {
  ...presets.seed,
  name: 'calm',
  velocity: {
    counts: 'attempted',
    tiers: {
      tier_1: { windowMinutes: 15, actionsPerMinute: 100_000, executor: 'autonomous_guardian_executor' },
      tier_2: { windowMinutes: 10, actionsPerMinute: 100_000, executor: 'autonomous_recovery_executor' },
      tier_3: { windowMinutes: 5, actionsPerMinute: 100_000 },
    },
  },
}
