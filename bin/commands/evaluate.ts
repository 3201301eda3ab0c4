import type { Command } from 'commander'
import { metricSampleSchema } from '#lib/contracts/metric-sample.ts'
import { type RecordedRecoveryAction, recoveryHistorySchema } from '#lib/contracts/recovery-history.ts'
import { collectPosts, type EvaluatedPost } from '#lib/services/evaluate-posts.ts'
import { readJsonLines } from '#lib/services/read-json-lines.ts'
import { AppError } from '#lib/shared/app-error.ts'
import { parseRfc3339, rfc3339Mend } from '#lib/shared/rfc3339.ts'
import { summariseEvaluation } from './evaluate-summary.ts'
import { openLineSource } from './line-source.ts'
import { loadPolicy } from './load-policy.ts'
import { openOutput } from './output.ts'
import { watchProgress } from './progress.ts'

interface EvaluateOptions {
  readonly policy: string
  readonly at?: string
  readonly history?: string
  readonly json?: boolean
}

/** Adds `interlock evaluate`: recorded post metrics through the recovery rules, without a database. */
export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description("evaluate recorded post metrics: each post's score, intensity, plan or reason")
    .argument('<files...>', 'JSON Lines of metric samples; - is standard input')
    .option('--policy <name|file>', 'seed, standard, strict or a JSON file', 'standard')
    .option('--at <time>', "evaluate at this RFC 3339 time (default: each post's newest sample)")
    .option('--history <file>', 'earlier recovery actions, JSON Lines')
    .option('--json', 'one JSON object for each post')
    .action(evaluate)
}

async function evaluate(files: readonly string[], options: EvaluateOptions): Promise<void> {
  const policy = await loadPolicy(options.policy)
  const posts = collectPosts(policy.recovery, options.at === undefined ? null : timeOf(options.at))
  const history = options.history === undefined ? [] : await readHistory(options.history)
  const progress = watchProgress('samples read')
  let read = 0
  for (const file of files) {
    for await (const lines of readJsonLines(await openLineSource(file), metricSampleSchema)) {
      for (const { value } of lines) posts.add(value)
      progress.at((read += lines.length))
    }
  }
  progress.end()
  const output = openOutput()
  const summary = summariseEvaluation(policy.name)
  for (const post of posts.evaluate(history)) {
    if (options.json) output.line(JSON.stringify(jsonOf(post)))
    else summary.add(post)
    await output.drain()
  }
  if (!options.json) for (const line of summary.lines(read)) output.line(line)
  await output.end()
}

function timeOf(text: string): number {
  const timeMs = parseRfc3339(text)
  if (timeMs === null) throw new AppError('invalid_request', `--at ${rfc3339Mend}`)
  return timeMs
}

async function readHistory(file: string): Promise<RecordedRecoveryAction[]> {
  const history: RecordedRecoveryAction[] = []
  for await (const lines of readJsonLines(await openLineSource(file), recoveryHistorySchema)) {
    for (const { value } of lines) history.push(value)
  }
  return history
}

/** The line of `--json`; its names are fixed in the public interface. */
function jsonOf({ postId, platform, accountId, evaluation }: EvaluatedPost): object {
  const shared = {
    sampleCount: evaluation.sampleCount,
    evaluatedAt: isoOf(evaluation.evaluatedAtMs),
    accountId,
    platform,
  }
  if (evaluation.eligible) {
    const { tier, actionType, idempotencyKey, episode } = evaluation.plan
    const stagnationScore = evaluation.stagnation?.score
    return { postId, eligible: true, stagnationScore, tier, actionType, idempotencyKey, ...shared, episode }
  }
  const { reason, blocks, nextEligibleAtMs, plan, stagnation } = evaluation
  const measured = reason === 'insufficient_samples' ? {} : { stagnationScore: stagnation?.score }
  return {
    postId,
    eligible: false,
    reason,
    ...measured,
    ...plan,
    ...shared,
    nextEligibleAt: nextEligibleAtMs === null ? null : isoOf(nextEligibleAtMs),
    blocks: blocks.map((block) => ({
      reason: block.reason,
      until: block.untilMs === null ? null : isoOf(block.untilMs),
    })),
  }
}

function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString()
}
