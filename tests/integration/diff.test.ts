import { describe, expect, it } from 'vitest'
import { runInterlock } from '#tests/support/run-interlock.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const trace = 'tests/conformance/data/agent-edits-argo-rollouts.jsonl'

describe('interlock diff', () => {
  it('names what a looser tier 3 avoids and moves', async () => {
    const loose = temporaryFolder().write(
      'loose.json',
      '{"extends":"seed","velocity":{"tiers":{"tier_3":{"actionsPerMinute":4}}}}',
    )
    const args = ['diff', trace, '--policy', 'seed', '--against', loose, '--reset-after', '30']
    const people = await runInterlock(args)
    expect(people.code).toBe(0)
    expect(people.out).toContain('lockouts  0 added, 4 avoided, 1 moved, 0 the same')
    expect(people.out).toContain('2023-09-14T21:11:35Z → 2023-09-14T21:12:01Z')
    const [account] = (await runInterlock([...args, '--json'])).json()
    expect(account).toMatchObject({
      accountId: 'argoproj/argo-rollouts',
      changed: true,
      tiersReached: { tier_3: { policy: 5, against: 1 } },
      minutesLocked: { policy: 150, against: 30 },
    })
  })

  it('finds no change between a policy and itself', async () => {
    const run = await runInterlock(['diff', trace, '--policy', 'seed', '--against', 'seed'])
    expect(run.out).toContain('1 account without any change')
  })

  it('needs both policies', async () => {
    const run = await runInterlock(['diff', trace, '--policy', 'seed'])
    expect(run.code).toBe(2)
    expect(run.err).toContain("required option '--against <name|file>' not specified")
  })
})
