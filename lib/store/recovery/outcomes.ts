import type { PoolClient } from 'pg'
import type { Proportion } from '../../engine/recovery/difference-interval.ts'
import { type MeasurementKind, tables } from './measurements.ts'

/** A final outcome as it is stored. */
export interface StoredOutcome {
  readonly evaluationNo: string
  readonly postNo: string
  /** Null for a post that was held out. */
  readonly action: { readonly id: string; readonly episode: number } | null
  readonly actedAtMs: number
  readonly endsAtMs: number
  readonly measuredAtMs: number
  readonly verdict: 'inconclusive' | 'improved' | 'worse' | 'no_clear_change'
  readonly baseline: Proportion
  readonly followUp: Proportion
  /** Null when inconclusive. */
  readonly lift: { readonly value: number; readonly low: number; readonly high: number } | null
  readonly neededImpressions: number
}

/** The final outcomes of a post's actions, by action. */
export async function readActionOutcomes(
  client: Pick<PoolClient, 'query'>,
  postNo: string,
): Promise<ReadonlyMap<string, StoredOutcome>> {
  const { rows } = await client.query<OutcomeRow>(
    'SELECT * FROM recovery_outcome WHERE post_no = $1 AND action_id IS NOT NULL',
    [postNo],
  )
  return new Map(rows.map((row) => [row.action_id ?? '', outcomeOf(row)]))
}

/** Keeps final outcomes of claimed measurements, for good. */
export async function saveOutcomes(
  client: PoolClient,
  kind: MeasurementKind,
  outcomes: readonly StoredOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return
  const rows = outcomes.map(columnsOf)
  const columns = columnTypes.map((_, index) => rows.map((row) => row[index]))
  await client.query(addOutcomes, columns)
  await client.query(
    `UPDATE ${tables[kind]} SET measured = true, measure_at = NULL WHERE evaluation_no = ANY($1::bigint[])`,
    [columns[0]],
  )
}

const columnTypes = [
  ...['bigint', 'bigint', 'text', 'int', 'timestamptz', 'timestamptz', 'timestamptz', 'text'],
  ...['bigint', 'bigint', 'bigint', 'bigint', 'float8', 'float8', 'float8', 'int'],
]

const addOutcomes = `
INSERT INTO recovery_outcome (evaluation_no, post_no, action_id, episode, acted_at, ends_at, measured_at, verdict,
    baseline_impressions, baseline_engagements, follow_up_impressions, follow_up_engagements, lift, lift_low,
    lift_high, needed_impressions)
SELECT * FROM unnest(${columnTypes.map((type, index) => `$${String(index + 1)}::${type}[]`).join(', ')})`

function columnsOf(outcome: StoredOutcome): readonly unknown[] {
  const { evaluationNo, postNo, action, actedAtMs, endsAtMs, measuredAtMs, verdict, lift } = outcome
  return [
    ...[evaluationNo, postNo, action?.id ?? null, action?.episode ?? null],
    ...[new Date(actedAtMs), new Date(endsAtMs), new Date(measuredAtMs), verdict],
    ...[outcome.baseline.of, outcome.baseline.count, outcome.followUp.of, outcome.followUp.count],
    ...[lift?.value ?? null, lift?.low ?? null, lift?.high ?? null, outcome.neededImpressions],
  ]
}

interface OutcomeRow {
  evaluation_no: string
  post_no: string
  action_id: string | null
  episode: number | null
  acted_at: Date
  ends_at: Date
  measured_at: Date
  verdict: StoredOutcome['verdict']
  baseline_impressions: string
  baseline_engagements: string
  follow_up_impressions: string
  follow_up_engagements: string
  lift: number | null
  lift_low: number | null
  lift_high: number | null
  needed_impressions: number
}

function outcomeOf(row: OutcomeRow): StoredOutcome {
  const { action_id: id, episode, lift, lift_low: low, lift_high: high } = row
  return {
    evaluationNo: row.evaluation_no,
    postNo: row.post_no,
    action: id !== null && episode !== null ? { id, episode } : null,
    actedAtMs: row.acted_at.getTime(),
    endsAtMs: row.ends_at.getTime(),
    measuredAtMs: row.measured_at.getTime(),
    verdict: row.verdict,
    baseline: { count: Number(row.baseline_engagements), of: Number(row.baseline_impressions) },
    followUp: { count: Number(row.follow_up_engagements), of: Number(row.follow_up_impressions) },
    lift: lift !== null && low !== null && high !== null ? { value: lift, low, high } : null,
    neededImpressions: row.needed_impressions,
  }
}
