import type { PoolClient } from 'pg'
import type { PostEvaluation } from '../../engine/recovery/post-evaluation.ts'

/** An evaluation to keep, and when the post is looked at next. */
export interface EvaluatedPost {
  readonly postNo: string
  readonly dueAtMs: number | null
  readonly evaluation: PostEvaluation
  readonly isHeldOut: boolean
  /** Null: not before there are new samples. */
  readonly nextEvaluationAtMs: number | null
  /** Everything that was looked at, as JSON. */
  readonly inputs: string
}

/** Keeps evaluations and moves their posts on; answers with the number of each, in order. */
export async function saveEvaluations(
  client: PoolClient,
  evaluated: readonly EvaluatedPost[],
): Promise<readonly string[]> {
  const rows = evaluated.map(rowOf)
  const column = (index: number) => rows.map((row) => row[index])
  const { rows: added } = await client.query<{ no: string }>(
    addEvaluations,
    Array.from({ length: 12 }, (_, index) => column(index)),
  )
  await client.query(movePosts, [
    column(0),
    column(2),
    column(4).map((reason) => reason ?? 'eligible'),
    column(5),
    column(6),
    column(10),
    evaluated.map(({ isHeldOut }) => isHeldOut),
    evaluated.map(({ nextEvaluationAtMs }) => dateOf(nextEvaluationAtMs)),
  ])
  return added.map(({ no }) => no)
}

function rowOf({ postNo, dueAtMs, evaluation, inputs }: EvaluatedPost): readonly unknown[] {
  const { plan, stagnation } = evaluation
  return [
    postNo,
    dateOf(dueAtMs),
    new Date(evaluation.evaluatedAtMs),
    evaluation.eligible,
    evaluation.eligible ? null : evaluation.reason,
    stagnation?.score ?? null,
    plan?.tier ?? null,
    plan?.actionType ?? null,
    plan?.idempotencyKey ?? null,
    plan?.episode ?? null,
    evaluation.eligible ? null : dateOf(evaluation.nextEligibleAtMs),
    inputs,
  ]
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}

// After a step back of the clock a due time can come again: the evaluation is kept as one that no schedule asked for.
const addEvaluations = `
INSERT INTO evaluation (post_no, due_at, evaluated_at, eligible, reason, score, intensity, action_type,
    idempotency_key, episode, next_eligible_at, inputs)
SELECT post_no,
    CASE WHEN NOT EXISTS (SELECT FROM evaluation AS e WHERE e.post_no = given.post_no AND e.due_at = given.due_at)
        THEN due_at END,
    evaluated_at, eligible, reason, score, intensity, action_type, idempotency_key, episode, next_eligible_at,
    inputs::jsonb
FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::boolean[], $5::text[], $6::float8[], $7::text[],
    $8::text[], $9::text[], $10::int[], $11::timestamptz[], $12::text[]) WITH ORDINALITY
    AS given (post_no, due_at, evaluated_at, eligible, reason, score, intensity, action_type, idempotency_key, episode,
        next_eligible_at, inputs, place)
ORDER BY place
RETURNING no`

const movePosts = `
UPDATE post SET evaluated_at = given.evaluated_at, state = given.state, score = given.score,
    intensity = given.intensity, next_eligible_at = given.next_eligible_at, held_out = given.held_out,
    next_evaluation_at = CASE WHEN post.paused_at IS NULL THEN given.next_evaluation_at END,
    last_healthy_at = CASE WHEN given.state = 'healthy' THEN given.evaluated_at ELSE post.last_healthy_at END
FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::float8[], $5::text[], $6::timestamptz[], $7::boolean[],
    $8::timestamptz[]) AS given (no, evaluated_at, state, score, intensity, next_eligible_at, held_out,
    next_evaluation_at)
WHERE post.no = given.no`
