import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Intensity, RecoveryActionType } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { evaluatePost } from '#lib/engine/recovery/evaluate-post.ts'
import { idempotencyKey } from '#lib/engine/recovery/idempotency-key.ts'
import { evaluation, sha256Hex } from '#tests/support/recovery-samples.ts'

const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')

interface GoldenCase {
  postId: string
  now: string
  samples: { capturedAt: string; impressions: number; engagements: number }[]
  history: {
    postId: string
    actionType: RecoveryActionType
    tier: Intensity
    idempotencyKey: string
    initiatedAt: string
    status: 'failed' | 'running' | 'success'
  }[]
  expect: Record<string, unknown>
}

describe('recovery agrees with the seed', () => {
  const lines = golden('recovery-cases.jsonl').trim().split('\n')
  const cases = lines.map((line) => JSON.parse(line) as GoldenCase)

  it('has all 400 cases', () => {
    expect(cases).toHaveLength(400)
  })

  it.each(cases.map((golden, index) => [index + 1, golden] as const))('case %i', (_line, golden) => {
    const result = evaluatePost(
      evaluation({
        post: { accountId: 'a', platform: 'x', postId: golden.postId },
        nowMs: Date.parse(golden.now),
        samples: golden.samples.map((sample) => ({ ...sample, capturedAtMs: Date.parse(sample.capturedAt) })),
        history: golden.history.map(({ status, initiatedAt, ...action }) => ({
          ...action,
          initiatedAtMs: Date.parse(initiatedAt),
          status: status === 'success' ? ('succeeded' as const) : status,
        })),
      }),
      presets.seed.recovery,
      sha256Hex,
    )
    const answer = result.eligible
      ? { eligible: true, stagnationScore: result.stagnation?.score, ...result.plan }
      : { eligible: false, reason: result.reason, sampleCount: result.sampleCount, ...result.plan }
    expect(answer).toMatchObject(golden.expect)
  })
})

describe('keys agree with the seed', () => {
  const keys = JSON.parse(golden('keys.json')) as {
    postId: string
    actionType: RecoveryActionType
    tier: Intensity
    expect: string
  }[]

  it.each(keys)('$postId $actionType $tier', (key) => {
    const parts = { accountId: 'a', platform: 'x', episode: 1, ...key }
    expect(idempotencyKey(parts, 'post', sha256Hex)).toBe(key.expect)
  })
})
