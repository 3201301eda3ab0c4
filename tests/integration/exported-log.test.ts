import { describe, expect, it } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { exportedLines } from '#tests/support/exported-log.ts'
import { GuardScript, minute, request, reviewer, startMs } from '#tests/support/guard-script.ts'
import { runInterlock } from '#tests/support/run-interlock.ts'

/** An account with a burst into lockout, a refused action, and a read that passes. */
function lockedOutLog(accountId: string): string[] {
  const script = new GuardScript(presets.seed, accountId)
  for (let n = 1; n <= 16; n += 1) {
    script.give({ type: 'decide_action', request: request(`a${n}`) }, startMs + n * 1000)
  }
  const read = request('r1', { actionType: 'read' })
  script.give({ type: 'decide_action', request: read }, startMs + 2 * minute)
  const { lockout } = script.state
  if (!lockout) throw new Error('fifteen edits in fifteen seconds lock out')
  script.give(
    { type: 'claim_lockout', actor: reviewer('ada'), lockoutId: lockout.lockoutId },
    startMs + 3 * minute,
  )
  return exportedLines(accountId, script.recorded)
}

const one = lockedOutLog('one')
const two = lockedOutLog('two')
/** The streams line by line in turn. */
const interleaved = one.flatMap((line, index) => [line, two[index] ?? '']).filter(Boolean)

const verify = (lines: readonly string[]) => runInterlock(['verify', '-'], { stdin: lines.join('\n') })
const edited = (lines: readonly string[], index: number, edit: (line: string) => string) =>
  lines.map((line, at) => (at === index ? edit(line) : line))

describe('interlock verify', () => {
  it('passes a whole log, streams interleaved, and names the heads', async () => {
    const run = await verify(interleaved)
    expect(run).toMatchObject({ code: 0, err: '' })
    expect(run.out).toContain(`Verified: ${interleaved.length} events in 2 streams`)
    const head = (JSON.parse(one.at(-1) ?? '') as { hash: string }).hash
    expect(run.out).toContain(`account:one  1 to ${one.length}  ${head}`)
  })

  it('passes an empty log', async () => {
    expect(await verify([])).toMatchObject({ code: 0 })
  })

  it.each([
    ['data', (line: string) => line.replace('"agent-a"', '"agent-b"')],
    ['time', (line: string) => line.replace('.000Z"', '.001Z"')],
    ['the way its time is written', (line: string) => line.replace('.000Z"', '.000z"')],
    ['type', (line: string) => line.replace('action_decided', 'action_decidee')],
    [
      'hash',
      (line: string) =>
        line.replace(/"hash":"./, (text) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0')),
    ],
    ['a field added', (line: string) => line.replace('"data":{', '"data":{"a":1,')],
  ])('names the first event whose %s was changed', async (_what, edit) => {
    const run = await verify(edited(one, 6, edit))
    expect(run.code).toBe(1)
    expect(run.out).toContain('standard input:7: account:one 7 is not as it was written')
  })

  it.each([
    ['a name', (line: string) => line.replace('"seq"', '"sek"')],
    ['the JSON', (line: string) => line.slice(1)],
    ['a field of the line added', (line: string) => line.replace('{', '{"note":"",')],
    [
      'the case of the hash',
      (line: string) => line.replace(/"hash":".*"/, (text) => text.toUpperCase().replace('HASH', 'hash')),
    ],
  ])('names the line and its place when %s is damaged', async (_what, edit) => {
    const run = await verify(edited(one, 6, edit))
    expect(run.code).toBe(1)
    expect(run.out).toContain('standard input:7: ')
    expect(run.out).toContain('This event, after account:one 6, is not as it was written.')
  })

  it('knows a damaged first line for what it was', async () => {
    expect(await verify(edited(one, 0, (line) => line.replace('"stream"', '"strean"')))).toMatchObject({
      code: 1,
    })
  })

  it.each([
    [
      'an event taken out',
      one.filter((_, index) => index !== 6),
      'account:one 8 stands where event 7 is due',
    ],
    ['an event twice', [...one.slice(0, 7), ...one.slice(6)], 'account:one 7 stands where event 8 is due'],
    [
      'two events swapped',
      [...one.slice(0, 5), one[6] ?? '', one[5] ?? '', ...one.slice(7)],
      'account:one 7 stands where event 6 is due',
    ],
    ['a beginning cut off', one.slice(1), 'account:one 2 is the first of its stream here'],
    [
      'an event of another stream in its place',
      [...one.slice(0, 6), (two[6] ?? '').replace('account:two', 'account:one'), ...one.slice(7)],
      'account:one 7 is not as it was written',
    ],
  ])('finds %s', async (_what, lines, message) => {
    const run = await verify(lines)
    expect(run.code).toBe(1)
    expect(run.out).toContain(message)
  })

  it('refuses a file that is no exported log', async () => {
    const run = await verify(['{"occurredAt":"2026-01-01T12:00:00Z","accountId":"a"}'])
    expect(run).toMatchObject({ code: 2, out: '' })
    expect(run.err).toContain('standard input is not an exported log')
  })
})

describe('interlock replay of an exported log', () => {
  const replay = (lines: readonly string[], ...args: string[]) =>
    runInterlock(['replay', '-', ...args], { stdin: lines.join('\n') })

  it('reproduces every decision under its own policy', async () => {
    const run = await replay(interleaved)
    expect(run).toMatchObject({ code: 0, err: '' })
    expect(run.out).toBe(
      `34 decisions of ${interleaved.length} events decided again: every one comes out as it was recorded\n`,
    )
  })

  it.each([
    [
      'verdict',
      '"verdict":"allow"',
      '"verdict":"blocked"',
      'verdict was recorded as blocked, comes out as allow',
    ],
    ['counts', '"tier_1":5', '"tier_1":6', 'counts was recorded as 6/5/5, comes out as 5/5/5'],
    ['tier', '"tier":"none"', '"tier":"tier_2"', 'tier was recorded as tier_2, comes out as none'],
  ])('names a decision whose %s was changed, and exits with 1', async (_what, from, to, message) => {
    const run = await replay(edited(one, 6, (line) => line.replace(from, to)))
    expect(run.code).toBe(1)
    expect(run.out).toContain('account:one 7 (action a5): ')
    expect(run.out).toContain(message)
  })

  it('names a decision whose lockout is missing', async () => {
    const index = one.findIndex((line) => line.includes('"lockout_opened"'))
    const renumbered = one
      .filter((_, at) => at !== index)
      .map((line, at) => line.replace(/"seq":\d+/, `"seq":${at + 1}`))
    const run = await replay(renumbered)
    expect(run.code).toBe(1)
    expect(run.out).toContain('lockout opened by velocity_tier_3')
  })

  it('prints every decision with --json', async () => {
    const run = await replay(one, '--json')
    expect(run.json()).toHaveLength(17)
    expect(run.json()[0]).toStrictEqual({
      stream: 'account:one',
      seq: 3,
      actionId: 'a1',
      decidedAt: '2026-01-01T12:00:01.000Z',
      verdict: 'allow',
      tier: 'none',
      counts: { tier_1: 1, tier_2: 1, tier_3: 1 },
      reasons: [],
      same: true,
    })
  })

  it('decides the same actions under another policy when one is given', async () => {
    const run = await replay(one, '--policy', 'standard', '--json')
    expect(run.code).toBe(0)
    expect(run.json()).toHaveLength(17)
    expect(run.json()[12]).toMatchObject({ actionId: 'a13', verdict: 'blocked', reasons: ['paced'] })
  })

  it.each([
    ['a stream that starts later', one.slice(3), 'account:one goes on with 4 where 1 is due'],
    [
      'an event of another kind',
      edited(one, 6, (line) => line.replace('action_decided', 'moon_landed')),
      'cannot be the guard',
    ],
  ])('refuses %s', async (_what, lines, message) => {
    const run = await replay(lines)
    expect(run.code).toBe(2)
    expect(run.err).toContain(message)
  })
})
