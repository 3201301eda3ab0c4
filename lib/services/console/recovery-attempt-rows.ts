import type { AttemptRow } from '../../contracts/views/recovery-post-view.ts'
import type { ActionStepRecord, PostActionRecord } from '../../store/queries/read-post-actions.ts'

/** What the gate said to a dispatch that it did not let through. */
export interface GateRefusal {
  readonly actionId: string
  readonly seq: number
  readonly atMs: number
  readonly answer: 'held' | 'paced' | 'blocked'
  readonly code: string
  readonly message: string
  /** The approval that it waits for; null when it is not held. */
  readonly approvalId: string | null
}

/** What was tried for the actions of a post, newest first: attempts, look-ups, the gate's refusals, people. */
export function recoveryAttemptRows(
  actions: readonly PostActionRecord[],
  refusals: readonly GateRefusal[],
): AttemptRow[] {
  const rows = actions.flatMap((action) => {
    const own = refusals.filter(({ actionId }) => actionId === action.id)
    return [...stepRows(action), ...own.map((refusal) => gateRow(action, refusal)), ...waitingRow(action)]
  })
  return rows.toSorted((a, b) => b.startedAtMs - a.startedAtMs || (a.id < b.id ? 1 : -1))
}

function stepRows(action: PostActionRecord): AttemptRow[] {
  return action.steps.flatMap((step, index) => {
    const before = action.steps[index - 1]
    const next = action.steps[index + 1]
    if (step.status === 'running') return [attemptRow(action, step, next)]
    if (before?.status === 'unknown') return [lookUpRow(action, step)]
    if (before?.status === 'needs_human') return [personRow(action, step)]
    if (step.status === 'cancelled') return [cancelledRow(action, step)]
    return []
  })
}

function attemptRow(
  action: PostActionRecord,
  step: ActionStepRecord,
  next: ActionStepRecord | undefined,
): AttemptRow {
  return {
    ...blank(action, String(step.n), 'attempt', step),
    attempt: step.attempt,
    status: next?.status ?? 'running',
    tookMs: next ? next.atMs - step.atMs : null,
    code: next?.cause ?? null,
    reference: next?.reference ?? null,
    message: next && action.steps[next.n]?.status === 'exhausted' ? givenUp(action) : null,
    againAtMs: next ? againAtMs(action, next) : null,
  }
}

/** Why no further attempt follows. */
function givenUp({ life }: PostActionRecord): string | null {
  if (life.status !== 'exhausted') return null
  switch (life.why) {
    case 'not_transient':
      return 'not tried again: another attempt would fail as well'
    case 'attempts_spent':
      return 'not tried again: every attempt is spent'
    case 'too_late':
      return 'not tried again: too long after the first attempt'
  }
}

function lookUpRow(action: PostActionRecord, step: ActionStepRecord): AttemptRow {
  return {
    ...blank(action, String(step.n), 'lookup', step),
    status: step.status,
    code: step.cause,
    reference: step.reference,
    againAtMs: againAtMs(action, step),
  }
}

function personRow(action: PostActionRecord, step: ActionStepRecord): AttemptRow {
  return {
    ...blank(action, String(step.n), 'person', step),
    status: step.status,
    code: step.cause,
    reference: step.reference,
    message: action.settled_reason,
    by: action.settled_by_name,
  }
}

function cancelledRow(action: PostActionRecord, step: ActionStepRecord): AttemptRow {
  return {
    ...personRow(action, step),
    kind: action.settled_by_name === null ? 'end' : 'person',
    lockoutId: action.lockout_id,
  }
}

function gateRow(
  action: PostActionRecord,
  { seq, atMs, answer, code, message, approvalId }: GateRefusal,
): AttemptRow {
  const row = blank(action, `gate-${String(seq)}`, 'gate', { atMs })
  return { ...row, status: answer, code, message, approvalId }
}

/** What the action waits for now, when it does. */
function waitingRow(action: PostActionRecord): AttemptRow[] {
  const { status, life } = action
  const last = action.steps.at(-1)
  if (!last) return []
  if (status === 'reserved') {
    return [{ ...blank(action, 'queue', 'queue', last), status, againAtMs: dueAtMs(action) }]
  }
  if (life.status === 'unknown' && life.lookUps > 0) {
    return [{ ...blank(action, 'queue', 'lookup', last), status, code: null, againAtMs: dueAtMs(action) }]
  }
  return []
}

/** When the attempt after a failure began, or will begin; null when none follows. */
function againAtMs(action: PostActionRecord, { n, status }: ActionStepRecord): number | null {
  if (status !== 'failed') return null
  const after = action.steps.filter((step) => step.n > n)
  const running = after.find((step) => step.status === 'running')
  return running?.atMs ?? (after.at(-1)?.status === 'retry_scheduled' ? dueAtMs(action) : null)
}

function dueAtMs({ life }: PostActionRecord): number | null {
  return 'dueAtMs' in life ? life.dueAtMs : null
}

function blank(
  { id: actionId, action_type: actionType, intensity, status }: PostActionRecord,
  place: string,
  kind: AttemptRow['kind'],
  { atMs: startedAtMs }: Pick<ActionStepRecord, 'atMs'>,
): AttemptRow {
  return {
    id: `${actionId} ${place}`,
    actionId,
    actionType,
    intensity,
    kind,
    attempt: null,
    status,
    startedAtMs,
    tookMs: null,
    code: null,
    message: null,
    reference: null,
    by: null,
    againAtMs: null,
    lockoutId: null,
    approvalId: null,
  }
}
