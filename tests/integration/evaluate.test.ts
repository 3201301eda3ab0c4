import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runInterlock } from '#tests/support/run-interlock.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const traces = 'tests/conformance/data/post-metrics-youtube.jsonl'
const sample = (minute: number, impressions: number, more = {}) =>
  JSON.stringify({
    postId: 'p',
    platform: 'mastodon',
    accountId: 'a',
    capturedAt: `2026-01-01T12:${String(minute).padStart(2, '0')}:00Z`,
    impressions,
    engagements: 0,
    ...more,
  })
const stagnant = [sample(0, 0), sample(20, 500), sample(40, 1000)].join('\n')

interface GoldenCase {
  postId: string
  now: string
  samples: object[]
  history: object[]
  expect: object
}

describe('interlock evaluate', () => {
  it('prints one line for each post, as the interface says', async () => {
    const run = await runInterlock(['evaluate', '-', '--policy', 'seed', '--json'], { stdin: stagnant })
    expect(run).toMatchObject({ code: 0, err: '' })
    expect(run.json()).toStrictEqual([
      {
        postId: 'p',
        eligible: true,
        stagnationScore: 1,
        tier: 'tier_3',
        actionType: 'thread',
        idempotencyKey: 'sheal_7110ee38e49ff662cf2239281058b0f5',
        sampleCount: 3,
        evaluatedAt: '2026-01-01T12:40:00.000Z',
        accountId: 'a',
        platform: 'mastodon',
        episode: 1,
      },
    ])
  })

  it('minds an earlier action, and says when the post could be next', async () => {
    const history = temporaryFolder().write(
      'history.jsonl',
      '{"postId":"p","actionType":"thread","tier":"tier_3","idempotencyKey":"k","initiatedAt":"2026-01-01T12:00:00Z","status":"success"}',
    )
    const run = await runInterlock(['evaluate', '-', '--json', '--history', history], { stdin: stagnant })
    expect(run.json()).toMatchObject([
      { eligible: false, reason: 'action_cooldown_active', nextEligibleAt: '2026-01-01T15:00:00.000Z' },
    ])
  })

  it('evaluates at the time that --at gives: what was later is not known then', async () => {
    const run = await runInterlock(['evaluate', '-', '--json', '--at', '2026-01-01T12:20:00Z'], {
      stdin: stagnant,
    })
    expect(run.json()).toMatchObject([{ eligible: false, reason: 'insufficient_samples', sampleCount: 2 }])
  })

  it('finds the window whatever the order of the lines', async () => {
    const old = Array.from({ length: 300 }, (_, n) =>
      sample(0, 0, { capturedAt: `2025-12-${String(1 + (n % 28)).padStart(2, '0')}T00:00:00Z` }),
    )
    const shuffled = [...stagnant.split('\n').reverse(), ...old].join('\n')
    const run = await runInterlock(['evaluate', '-', '--json'], { stdin: shuffled })
    expect(run.json()).toMatchObject([{ eligible: true, sampleCount: 3, stagnationScore: 1 }])
  })

  it('agrees with the seed on whole files: samples, history and time as given', async () => {
    const golden = readFileSync('tests/conformance/golden/recovery-cases.jsonl', 'utf8').trim().split('\n')
    for (const text of golden.slice(0, 12)) {
      const { postId, now, samples, history, expect: expected } = JSON.parse(text) as GoldenCase
      const file = temporaryFolder().write(
        'history.jsonl',
        history.map((line) => JSON.stringify(line)).join('\n'),
      )
      const stdin = samples
        .map((line) => JSON.stringify({ postId, platform: 'x', accountId: 'a', ...line }))
        .join('\n')
      const args = ['evaluate', '-', '--policy', 'seed', '--json', '--at', now, '--history', file]
      expect((await runInterlock(args, { stdin })).json()).toMatchObject([expected])
    }
  })

  it('summarises for people', async () => {
    const policy = temporaryFolder().write('days.json', '{"name":"days","recovery":{"windowMinutes":14400}}')
    const run = await runInterlock(['evaluate', traces, '--policy', policy])
    expect(run.code).toBe(0)
    expect(run.out).toContain('300 posts, 1,303 samples, policy days')
    expect(run.out).toMatch(/eligible: thread \(tier_3\)/)
  })

  it.each([
    [
      'a file that is not there',
      ['evaluate', 'nowhere.jsonl'],
      '',
      'Cannot read nowhere.jsonl: there is no such file',
    ],
    ['a folder', ['evaluate', 'lib'], '', 'Cannot read lib: it is a folder'],
    ['no file', ['evaluate'], '', "missing required argument 'files'"],
    ['an option that is none', ['evaluate', '-', '--fast'], '', "unknown option '--fast'"],
    ['a command that is none', ['evaluat'], '', "unknown command 'evaluat'"],
    [
      'a time without an offset',
      ['evaluate', '-', '--at', '2026-01-01T12:00:00'],
      '',
      '--at must be an RFC 3339 time',
    ],
    ['a bad line', ['evaluate', '-'], `${stagnant}\n{"postId":"p"`, 'standard input:4: is not JSON'],
    ['a bad field', ['evaluate', '-'], sample(0, -1), 'standard input:1: impressions: must not be negative'],
    [
      'a policy that is none',
      ['evaluate', '-', '--policy', 'lax'],
      '',
      'There is no preset (seed, standard, strict) and no file named lax',
    ],
  ])('refuses %s with 2 and says why', async (_name, args, stdin, message) => {
    const run = await runInterlock(args, { stdin })
    expect(run.code).toBe(2)
    expect(run.out).toBe('')
    expect(run.err).toContain(message)
    expect(run.err).not.toContain('    at ')
  })

  it('names every fault of a policy file', async () => {
    const policy = temporaryFolder().write(
      'bad.json',
      '{"recovery":{"windowMinutes":0,"speed":1},"mode":"off"}',
    )
    const run = await runInterlock(['evaluate', '-', '--policy', policy])
    expect(run.code).toBe(2)
    expect(run.err).toContain('recovery.windowMinutes: ')
    expect(run.err).toContain('speed')
    expect(run.err).toContain('mode: ')
  })
})
