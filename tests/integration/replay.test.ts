import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runInterlock } from '#tests/support/run-interlock.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const conformance = 'tests/conformance'
const trace = `${conformance}/data/agent-edits-epic-stack.jsonl`

/** Edits of one account, `seconds` after noon each. */
const edits = (seconds: readonly number[], more: object = {}) =>
  seconds
    .map((second) =>
      JSON.stringify({
        occurredAt: new Date(Date.UTC(2026, 0, 1, 12) + second * 1000).toISOString(),
        accountId: 'a',
        agentId: 'g',
        actionType: 'edit',
        targetId: 't',
        ...more,
      }),
    )
    .join('\n')
const burst = edits(Array.from({ length: 20 }, (_, n) => n))

describe('interlock replay', () => {
  it('prints one line for each action, as the interface says', async () => {
    const run = await runInterlock(['replay', '-', '--policy', 'seed', '--json'], { stdin: burst })
    expect(run).toMatchObject({ code: 0, err: '' })
    const lines = run.json()
    expect(lines).toHaveLength(20)
    expect(lines[0]).toStrictEqual({
      line: 1,
      accountId: 'a',
      actionId: 'line-1',
      decidedAt: '2026-01-01T12:00:00.000Z',
      tier: 'none',
      signals: {
        tier_1: { windowMinutes: 15, actionCount: 1, actionsPerMinute: 0.0667, triggered: false },
        tier_2: { windowMinutes: 10, actionCount: 1, actionsPerMinute: 0.1, triggered: false },
        tier_3: { windowMinutes: 5, actionCount: 1, actionsPerMinute: 0.2, triggered: false },
      },
      verdict: 'allow',
      reasons: [],
      lockout: null,
      confidence: 0.55,
    })
    expect(lines.map(({ lockout }) => lockout).slice(13, 16)).toStrictEqual([null, 'opened', 'enforced'])
  })

  it('agrees with the seed on a whole trace, resets included', async () => {
    const golden = readFileSync(
      `${conformance}/golden/agent-edits-epic-stack.reset-30.expected.jsonl`,
      'utf8',
    )
    const expected = golden
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const run = await runInterlock(['replay', trace, '--policy', 'seed', '--reset-after', '30', '--json'])
    const lines = run.json().map(({ line, tier, lockout, verdict }) => ({ line, tier, lockout, verdict }))
    expect(lines).toStrictEqual(
      expected.map(({ line, tier, lockout, verdict }) => ({ line, tier, lockout, verdict })),
    )
  })

  it('summarises for people', async () => {
    const run = await runInterlock(['replay', trace, '--policy', 'seed', '--reset-after', '30'])
    expect(run.code).toBe(0)
    expect(run.out).toContain('184 actions on 1 account, policy seed')
    expect(run.out).toContain('locked out  30 min in 1 lockout')
    expect(run.out).toContain(
      '2026-01-29T20:06:31Z  tier 3: 15 actions in 4 min 3 s; 68 refused, reset 2026-01-29T20:36:31Z',
    )
  })

  it('starts probation after a reset, where the policy has it', async () => {
    const late = edits([1200, 1201, 1202, 1203, 1204, 1205, 1206])
    const policy = temporaryFolder().write(
      'free.json',
      '{"extends":"seed","lockout":{"probation":{"minutes":10,"maxActions":5}}}',
    )
    const run = await runInterlock(['replay', '-', '--policy', policy, '--reset-after', '19', '--json'], {
      stdin: `${burst}\n${late}`,
    })
    expect(
      run
        .json()
        .slice(20)
        .map(({ verdict, lockout }) => [verdict, lockout]),
    ).toStrictEqual([
      ...Array.from({ length: 5 }, () => ['allow', null]),
      ['blocked', 'opened'],
      ['blocked', 'enforced'],
    ])
  })

  it('answers a repeated action id with its first decision and counts it once', async () => {
    const one = (second: number, more: object) => edits([second], { actionId: 'x', ...more })
    const stdin = [one(0, {}), one(1, {}), one(2, { targetId: 'other' }), edits([3])].join('\n')
    const run = await runInterlock(['replay', '-', '--policy', 'seed', '--json'], { stdin })
    expect(run.json()).toMatchObject([
      { actionId: 'x', verdict: 'allow', signals: { tier_3: { actionCount: 1 } } },
      { actionId: 'x', verdict: 'allow', replayed: true, decidedAt: '2026-01-01T12:00:00.000Z' },
      { actionId: 'x', verdict: 'blocked', replayed: true, reasons: ['action_conflict'] },
      { actionId: 'line-4', signals: { tier_3: { actionCount: 2 } } },
    ])
  })

  it('refuses a line out of order by more than a second, after printing those before it', async () => {
    const run = await runInterlock(['replay', '-', '--json'], { stdin: edits([10, 9, 8]) })
    expect(run.code).toBe(2)
    expect(run.json()).toMatchObject([{ line: 1 }, { line: 2, decidedAt: '2026-01-01T12:00:10.000Z' }])
    expect(run.err).toBe(
      'standard input:3: occurredAt: is 2 s before an earlier line of a; give --sort to put the lines in order\n',
    )
  })

  it('sorts when asked, and prints in the order of the input', async () => {
    const run = await runInterlock(['replay', '-', '--json', '--sort', '--policy', 'seed'], {
      stdin: edits([10, 0, 5]),
    })
    expect(run.json()).toMatchObject([
      { line: 1, signals: { tier_3: { actionCount: 3 } } },
      { line: 2, signals: { tier_3: { actionCount: 1 } } },
      { line: 3, signals: { tier_3: { actionCount: 2 } } },
    ])
  })

  it('names the file of each line when there are several', async () => {
    const folder = temporaryFolder()
    const first = folder.write('1.jsonl', edits([0]))
    const second = folder.write('2.jsonl', edits([1]))
    const run = await runInterlock(['replay', first, second, '--json'])
    expect(run.json()).toMatchObject([
      { file: first, line: 1 },
      { file: second, line: 1 },
    ])
  })

  it('an empty history has no actions', async () => {
    expect(await runInterlock(['replay', '-'])).toMatchObject({
      code: 0,
      out: '0 actions on 0 accounts, policy standard\n',
    })
  })

  it.each([
    [
      'a naive time',
      edits([0], { occurredAt: '2026-01-01T12:00:00' }),
      'standard input:1: occurredAt: must be an RFC 3339 time with an offset',
    ],
    ['a missing field', edits([0], { agentId: undefined }), 'standard input:1: agentId: is missing'],
    ['a risk above 1', edits([0], { riskScore: 1.5 }), 'standard input:1: riskScore: must be from 0 to 1'],
    ['an unknown field', edits([0], { risk_score: 1 }), 'standard input:1: risk_score: is not a known field'],
    ['an unknown origin', edits([0], { origin: 'ghost' }), 'standard input:1: origin: '],
    ['a list', '[]', 'standard input:1: '],
  ])('refuses %s', async (_name, stdin, message) => {
    const run = await runInterlock(['replay', '-', '--json'], { stdin })
    expect(run).toMatchObject({ code: 2, out: '' })
    expect(run.err).toContain(message)
  })

  it.each(['0', '-5', 'soon', ''])('refuses --reset-after %j', async (minutes) => {
    const run = await runInterlock(['replay', '-', '--reset-after', minutes])
    expect(run.code).toBe(2)
    expect(run.err).toContain('It must be a number of minutes above 0.')
  })
})
