import type { LockoutView } from '../../contracts/views/lockout-view.ts'
import type { Viewer } from '../../contracts/views/person-view.ts'
import type { Actor } from '../../engine/guard/commands.ts'
import type { GuardEvent } from '../../engine/guard/events.ts'
import type { ActiveLockout, GuardState } from '../../engine/guard/state.ts'
import { hourMs, minuteMs } from '../../engine/policy/needed-count.ts'
import { AppError } from '../../shared/app-error.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { findLockout, listLockoutsOfAccount, type LockoutRecord } from '../../store/queries/list-lockouts.ts'
import { readAttempts } from '../../store/queries/read-attempts.ts'
import { readDecisionsBetween } from '../../store/queries/read-decisions.ts'
import type { LockoutOrigin } from '../../store/queries/read-lockout-origins.ts'
import { readStoredBrief } from '../../store/queries/read-stored-brief.ts'
import { readTransitions } from '../../store/queries/read-transitions.ts'
import { briefView, resetRequestView } from './brief-view.ts'
import type { ConsoleContext } from './console-context.ts'
import { lockoutZoom, zoomRange } from './lockout-zoom.ts'
import { readAccountRows } from './read-account-rows.ts'
import { readLockoutOrigin, readLockoutRows } from './read-lockout-rows.ts'
import { readVelocityBetween } from './read-velocity.ts'
import { attemptOf } from './recent-attempts.ts'
import { resetConditionViews } from './reset-condition-views.ts'
import { timelineRows } from './timeline-rows.ts'

const timelineLength = 100
/** What people and the rules did; single attempts are read apart, so that they do not crowd it out. */
const toldTypes = [
  'tier_changed',
  'lockout_opened',
  'lockout_claimed',
  'lockout_claim_released',
  'brief_acknowledged',
  'brief_revised',
  'lockout_upheld',
  'uphold_withdrawn',
  'reset_requested',
  'reset_voted',
  'lockout_reset',
] as const satisfies readonly GuardEvent['type'][]
const listedEarlier = 5
/** A zoom shows a few minutes: more attempts than this would be one black bar. */
const zoomAttempts = 3000
/** An active lockout is watched up to now while it is this young; after that the hour around the lock says more. */
const youngMs = 50 * minuteMs

/** Everything that a reviewer needs to uphold or reset a lockout. Throws `not_found`. */
export async function readLockout(
  context: ConsoleContext,
  lockoutId: string,
  viewer: Viewer,
  actor: Actor,
): Promise<LockoutView> {
  const { prisma } = context.database
  const record = await findLockout(prisma, lockoutId)
  if (!record) throw new AppError('not_found', 'There is no such lockout.')
  const nowMs = context.now()
  const [account] = await readAccountRows(context, [record.accountId], nowMs)
  if (!account) throw new AppError('not_found', 'The account of this lockout cannot be found.')
  const { state } = account
  const active = state.lockout?.lockoutId === lockoutId ? state.lockout : null
  const origin = await readLockoutOrigin(context, record)
  const records = await listLockoutsOfAccount(prisma, record.accountId, listedEarlier + 1)
  const earlier = records.filter(({ id }) => id !== lockoutId).slice(0, listedEarlier)
  const [[row, ...earlierRows], chart, happened, brief] = await Promise.all([
    readLockoutRows(context, [record, ...earlier], nowMs),
    readChart(context, record, state, origin, nowMs),
    readHappened(context, record, nowMs),
    readBrief(context, record, active),
  ])
  if (!row) throw new AppError('not_found', 'There is no such lockout.')
  return {
    asOfMs: nowMs,
    viewer,
    lockout: {
      ...row,
      openedSeq: Number(record.openedSeq),
      version: active?.version ?? record.version,
      policyVersion: record.policyVersion,
      policyName: state.policy?.name ?? record.policyVersion,
      parentLockoutId: record.parentLockoutId,
    },
    account: account.row,
    ...chart,
    brief,
    conditions: active ? resetConditionViews(state, active, actor, nowMs) : [],
    request: active?.request ? resetRequestView(state, active, active.request, viewer.id, nowMs) : null,
    probation: state.policy?.lockout.probation ?? null,
    ...happened,
    earlier: earlierRows,
  }
}

async function readChart(
  context: ConsoleContext,
  record: LockoutRecord,
  state: GuardState,
  origin: LockoutOrigin | undefined,
  nowMs: number,
): Promise<Pick<LockoutView, 'velocity' | 'zoom'>> {
  const openedAtMs = record.openedAt.getTime()
  const isYoung = record.status === 'active' && nowMs - openedAtMs <= youngMs
  const toMs = isYoung ? nowMs : Math.min(nowMs, openedAtMs + 10 * minuteMs)
  const range = zoomRange(origin, openedAtMs, nowMs)
  const [velocity, attempts] = await Promise.all([
    readVelocityBetween(context, state, toMs - hourMs, toMs),
    readAroundLock(context, accountStream(record.accountId), range),
  ])
  return { velocity, zoom: lockoutZoom(attempts, origin, range) }
}

async function readAroundLock(
  { database }: ConsoleContext,
  stream: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<ReturnType<typeof attemptOf>[]> {
  const rows = await readAttempts(database.reads, [{ stream, seq: 0 }], fromMs, zoomAttempts, toMs)
  return rows.map(attemptOf)
}

/** The timeline since the hour before the lock: what people and the rules did, and the latest refused attempts. */
async function readHappened(
  { database: { reads } }: ConsoleContext,
  record: LockoutRecord,
  nowMs: number,
): Promise<Pick<LockoutView, 'timeline'>> {
  const stream = accountStream(record.accountId)
  const openedAtMs = record.openedAt.getTime()
  const untilMs = record.closedAt?.getTime() ?? nowMs
  const [transitions, refused] = await Promise.all([
    readTransitions(reads, stream, openedAtMs - hourMs, timelineLength * 4, toldTypes),
    readDecisionsBetween(reads, stream, openedAtMs, untilMs, timelineLength / 2),
  ])
  const events = [...transitions.filter(({ atMs }) => atMs <= untilMs), ...refused]
  return { timeline: timelineRows(events, timelineLength) }
}

async function readBrief(
  { database: { prisma } }: ConsoleContext,
  record: LockoutRecord,
  active: ActiveLockout | null,
): Promise<LockoutView['brief']> {
  if (active) return briefView(active.brief, active.briefDigest, active.acknowledgements)
  const stored = await readStoredBrief(prisma, record.id)
  if (!stored) throw new AppError('not_found', 'The brief of this lockout cannot be found.')
  return briefView(stored.brief, stored.digest, [])
}
