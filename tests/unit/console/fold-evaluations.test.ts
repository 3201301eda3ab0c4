import { expect, test } from 'vitest'
import { rateCell, scoreCell } from '#components/recovery/post/evaluation-figures.ts'
import { evaluationResult } from '#components/recovery/post/evaluation-words.ts'
import { foldEvaluations } from '#components/recovery/post/fold-evaluations.ts'
import type { EvaluationRow } from '#lib/contracts/views/recovery-post-view.ts'

let no = 100
/** Evaluations are listed newest first. */
function row(fields: Partial<EvaluationRow> = {}): EvaluationRow {
  no -= 1
  return {
    evaluationNo: String(no),
    atMs: no,
    reason: 'healthy',
    blocks: [{ reason: fields.reason ?? 'healthy', untilMs: null }],
    sampleCount: 9,
    newImpressions: 1000,
    rate: 0.05,
    score: 0,
    actionType: null,
    intensity: null,
    planned: false,
    heldOut: false,
    endsEpisode: null,
    nextEligibleAtMs: null,
    ...fields,
  }
}
const planned: Partial<EvaluationRow> = {
  reason: null,
  blocks: [],
  planned: true,
  actionType: 'edit',
  intensity: 'tier_2',
}
const done = (extra: readonly string[] = []): Partial<EvaluationRow> => ({
  reason: 'duplicate_action',
  actionType: 'comment',
  blocks: ['duplicate_action', ...extra].map((reason) => ({ reason, untilMs: null })),
})

const folded = (rows: readonly EvaluationRow[]) => foldEvaluations(rows).map((fold) => fold.rows.length)

test.each([
  ['nothing', [], []],
  ['neighbours that came to the same', [row(), row(), row()], [3]],
  ['other results between', [row(), row({ reason: 'insufficient_exposure' }), row()], [1, 1, 1]],
  ['what planned an action stands alone', [row(planned), row(planned)], [1, 1]],
  ['what ended an episode stands alone', [row(), row({ endsEpisode: 1 }), row()], [1, 1, 1]],
  ['another rule in the way is another result', [row(done()), row(done(['action_cooldown_active']))], [1, 1]],
  [
    'another action asked for is another result',
    [row(done()), row({ ...done(), actionType: 'edit' })],
    [1, 1],
  ],
  ['held out beside planned', [row({ ...planned, planned: false, heldOut: true }), row(planned)], [1, 1]],
] as const)('folding: %s', (_, rows, lengths) => {
  expect(folded(rows)).toStrictEqual(lengths)
})

test('figures of a fold are a spread, and unknown where the rules did not judge', () => {
  const rows = [row({ rate: 0.051, score: 0.1 }), row({ rate: 0.053, score: 0 })]
  expect([rateCell(rows), scoreCell(rows)]).toStrictEqual(['5.1 to 5.3\u00a0%', '0.00 to 0.10'])
  const unjudged = [row({ reason: 'insufficient_exposure', rate: 0.02 })]
  expect([rateCell(unjudged), scoreCell(unjudged)]).toStrictEqual(['unknown', '–'])
})

const clock = (atMs: number) => new Date(atMs).toISOString().slice(11, 16)
const policy = {
  name: 'standard',
  version: 'standard-1',
  windowMinutes: 90,
  minSamples: 3,
  minImpressions: 100,
  holdoutFraction: 0,
}

const results: readonly (readonly [Partial<EvaluationRow>, string])[] = [
  [planned, 'edit planned, enhancement'],
  [{ endsEpisode: 2 }, 'healthy, episode 2 ends'],
  [{ reason: 'insufficient_exposure' }, 'not judged: under 100 impressions'],
  [{ reason: 'insufficient_samples', sampleCount: 2 }, 'not judged: 2 samples, 3 needed'],
  [
    { reason: 'metrics_regressed', blocks: [{ reason: 'metrics_regressed', untilMs: 3_600_000 }] },
    'not judged: its counters fell, still seen until 01:00',
  ],
  [{ reason: null, blocks: [], heldOut: true }, 'eligible: kept untreated by the policy’s holdout'],
  [
    {
      reason: 'window_frequency_exceeded',
      actionType: 'edit',
      blocks: [
        { reason: 'window_frequency_exceeded', untilMs: 3_600_000 },
        { reason: 'action_cooldown_active', untilMs: 7_200_000 },
        { reason: 'account_budget_exceeded', untilMs: 1_800_000 },
      ],
    },
    'no action: enough actions in the window, until 01:00; edit cools down, until 02:00; the account’s budget was spent, until 00:30',
  ],
  [
    { reason: 'account_locked_out', blocks: [{ reason: 'account_locked_out', untilMs: null }] },
    'no action: the account was locked out',
  ],
]

test.each(results)('words of an evaluation: %j', (fields, words) => {
  const { text } = evaluationResult(row(fields), policy, clock)
  expect(text.replaceAll('\u00a0', ' ')).toBe(words)
})
