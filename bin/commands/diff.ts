import type { Command } from 'commander'
import { type AccountComparison, comparePolicies, isChanged } from '#lib/services/compare-policies.ts'
import { startReplay } from '#lib/services/replay-history.ts'
import { type ReplayedLockout, summariseReplay } from '#lib/services/replay-summary.ts'
import { decideLine, linesToDecide, minutesOf } from './decide-lines.ts'
import { diffLines } from './diff-lines.ts'
import { loadPolicy } from './load-policy.ts'
import { openOutput } from './output.ts'
import { watchProgress } from './progress.ts'
import { openRecordings } from './recordings.ts'

interface DiffOptions {
  readonly policy: string
  readonly against: string
  /** Milliseconds. */
  readonly resetAfter?: number
  readonly sort?: boolean
  readonly json?: boolean
}

/** Adds `interlock diff`: the same recorded history under two policies, without a database. */
export function addDiff(program: Command): void {
  program
    .command('diff')
    .description('compare two policies on a recorded history: lockouts and tiers added, avoided, moved')
    .argument('<files...>', 'JSON Lines of recorded actions, or an exported log; - is standard input')
    .requiredOption('--policy <name|file>', 'the policy to start from: seed, standard, strict or a JSON file')
    .requiredOption('--against <name|file>', 'the policy to compare it with')
    .option('--reset-after <minutes>', 'reset each lockout so long after it opened', minutesOf)
    .option('--sort', 'put the lines in the order of their times first (holds them in memory)')
    .option('--json', 'one JSON object for each account')
    .action(diff)
}

async function diff(files: readonly string[], options: DiffOptions): Promise<void> {
  const policies = await Promise.all([loadPolicy(options.policy), loadPolicy(options.against)])
  const sides = policies.map((policy) => ({
    replay: startReplay(policy, options.resetAfter ?? null),
    summary: summariseReplay(),
  }))
  const progress = watchProgress('actions')
  let done = 0
  for await (const lines of linesToDecide(await openRecordings(files), options.sort ?? false)) {
    for (const line of lines) {
      for (const { replay, summary } of sides) summary.add(decideLine(replay, line))
    }
    progress.at((done += lines.length))
  }
  progress.end()
  const [first = [], second = []] = sides.map(({ summary }) => summary.accounts())
  const accounts = comparePolicies(first, second)
  const output = openOutput()
  const text = options.json
    ? accounts.map(jsonOf)
    : diffLines(options.policy, options.against, done, accounts)
  for (const line of text) output.line(line)
  await output.end()
}

function jsonOf(account: AccountComparison): string {
  const pair = ([policy, against]: readonly [number, number]) => ({ policy, against })
  const { tier_1, tier_2, tier_3 } = account.reached
  return JSON.stringify({
    accountId: account.accountId,
    changed: isChanged(account),
    lockouts: {
      same: account.same.map(lockoutJson),
      added: account.added.map(lockoutJson),
      avoided: account.avoided.map(lockoutJson),
      moved: account.moved.map(({ from, to }) => ({ from: lockoutJson(from), to: lockoutJson(to) })),
    },
    tiersReached: { tier_1: pair(tier_1), tier_2: pair(tier_2), tier_3: pair(tier_3) },
    minutesLocked: pair([account.lockedMs[0] / 60_000, account.lockedMs[1] / 60_000]),
    blocked: pair(account.blocked),
    held: pair(account.held),
  })
}

function lockoutJson({ openedAtMs, closedAtMs, cause, actions, spanMs, refused }: ReplayedLockout) {
  return {
    openedAt: new Date(openedAtMs).toISOString(),
    closedAt: closedAtMs === null ? null : new Date(closedAtMs).toISOString(),
    cause,
    actions,
    spanSeconds: spanMs / 1000,
    refused,
  }
}
