import type { VelocityRange, VelocityView } from '../../contracts/views/velocity-view.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import { compiledPolicyOf } from '../../engine/policy/compiled-policy-of.ts'
import { type CompiledPolicy, dayMs, hourMs } from '../../engine/policy/needed-count.ts'
import { AppError } from '../../shared/app-error.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import type { LoggedEvent } from '../../store/queries/logged-event.ts'
import { readAttempts } from '../../store/queries/read-attempts.ts'
import { readLockoutOrigins } from '../../store/queries/read-lockout-origins.ts'
import { readTransitions, readTransitionsBefore } from '../../store/queries/read-transitions.ts'
import { readVelocityMinutes } from '../../store/queries/read-velocity-minutes.ts'
import type { ConsoleContext } from './console-context.ts'
import { attemptOf } from './recent-attempts.ts'
import type { Attempt } from './series/attempt.ts'
import { historyTypes, velocityFlags, velocityHistory, type VelocityHistory } from './velocity-history.ts'
import { linesOfAttempts, linesOfMinutes, type VelocityLines } from './velocity-lines.ts'
import { velocityView } from './velocity-view.ts'

export const rangesMs: Readonly<Record<VelocityRange, number>> = {
  '1h': hourMs,
  '6h': 6 * hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
}

/** Beyond this many attempts, or a day, minutes are read instead of every attempt. */
const exactAttempts = 20_000
/** Flags beyond this many cannot be told apart. */
const historyEvents = 2000

/** An account's counts against its thresholds over a range that ends now. Throws `not_found`. */
export async function readVelocity(
  context: ConsoleContext,
  accountId: string,
  range: VelocityRange,
): Promise<VelocityView> {
  const state = (await context.states.read([accountId])).get(accountId)
  if (!state) throw new AppError('not_found', `There is no account ${accountId}.`)
  const toMs = context.now()
  return readVelocityBetween(context, state, toMs - rangesMs[range], toMs)
}

/** The same over any stretch of an account whose state is known. */
export async function readVelocityBetween(
  context: ConsoleContext,
  state: GuardState,
  fromMs: number,
  toMs: number,
): Promise<VelocityView> {
  const { reads } = context.database
  const policy =
    state.policy && state.policyVersion !== null ? compiledPolicyOf(state.policy, state.policyVersion) : null
  const events = await readHistory(context, state.accountId, fromMs, toMs)
  const history = velocityHistory(events, toMs)
  const opened = events.flatMap(({ atMs, seq, event }) => {
    return event.type === 'lockout_opened'
      ? [{ id: event.data.lockoutId, accountId: state.accountId, openedSeq: BigInt(seq), atMs }]
      : []
  })
  const [lines, origins] = await Promise.all([
    readLines(context, state.accountId, policy, history, fromMs, toMs),
    readLockoutOrigins(
      reads,
      opened.filter(({ atMs }) => atMs >= fromMs),
    ),
  ])
  const flags = velocityFlags(events, origins)
  const openedMs = events.find(({ event }) => event.type === 'account_opened')?.atMs ?? null
  return velocityView({ accountId: state.accountId, fromMs, toMs, openedMs, policy, history, lines, flags })
}

/** The events that the chart marks, oldest first, and before them the last lockout and reset: what was in force at the start. */
async function readHistory(
  { database: { reads } }: ConsoleContext,
  accountId: string,
  fromMs: number,
  toMs: number,
): Promise<readonly LoggedEvent[]> {
  const stream = accountStream(accountId)
  const [inside, before] = await Promise.all([
    readTransitions(reads, stream, fromMs, historyEvents, historyTypes),
    readTransitionsBefore(reads, stream, fromMs, 2, ['lockout_opened', 'lockout_reset']),
  ])
  return [...inside, ...before].reverse().filter(({ atMs }) => atMs <= toMs)
}

async function readLines(
  context: ConsoleContext,
  accountId: string,
  policy: CompiledPolicy | null,
  history: VelocityHistory,
  fromMs: number,
  toMs: number,
): Promise<VelocityLines> {
  const { reads } = context.database
  const backMs = Math.max(...Object.values(policy?.windowMs ?? { none: 0 }))
  if (toMs - fromMs <= dayMs) {
    const attempts = await readEvery(context, accountId, fromMs - backMs, toMs)
    if (attempts) return linesOfAttempts(attempts, history, policy, fromMs, toMs)
  }
  const minutes = await readVelocityMinutes(reads, accountStream(accountId), fromMs - backMs)
  return linesOfMinutes(
    minutes.filter(({ startMs }) => startMs < toMs),
    history,
    policy,
    fromMs,
    toMs,
  )
}

/** Every attempt in the stretch, from memory when it holds them; null when there are too many. */
async function readEvery(
  { recentAttempts, database }: ConsoleContext,
  accountId: string,
  fromMs: number,
  toMs: number,
): Promise<readonly Attempt[] | null> {
  const recent = (await recentAttempts.read([accountId], toMs)).get(accountId)
  if (recent && recent.completeFromMs <= fromMs) return recent.attempts.filter(({ atMs }) => atMs <= toMs)
  const position = { stream: accountStream(accountId), seq: 0 }
  const rows = await readAttempts(database.reads, [position], fromMs, exactAttempts + 1)
  return rows.length > exactAttempts ? null : rows.map(attemptOf).filter(({ atMs }) => atMs <= toMs)
}
