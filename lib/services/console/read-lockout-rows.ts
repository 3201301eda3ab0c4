import type { LockoutRow } from '../../contracts/views/lockout-row.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import { countRefusedAttempts, type RefusedAttempts } from '../../store/queries/count-refused-attempts.ts'
import type { LockoutRecord } from '../../store/queries/list-lockouts.ts'
import { type LockoutOrigin, readLockoutOrigins } from '../../store/queries/read-lockout-origins.ts'
import type { ConsoleContext } from './console-context.ts'
import { lockoutRow } from './lockout-row.ts'

/** The rows of lockouts, in the order given. */
export async function readLockoutRows(
  context: ConsoleContext,
  records: readonly LockoutRecord[],
  nowMs: number,
): Promise<readonly LockoutRow[]> {
  const accountIds = [...new Set(records.map(({ accountId }) => accountId))]
  const [states, origins, refused] = await Promise.all([
    context.states.read(accountIds),
    readOrigins(context, records),
    readRefused(context, records),
  ])
  return records.map((record) => {
    const state = states.get(record.accountId)
    return lockoutRow({
      record,
      origin: origins.get(record.id),
      openedAtMs: openingTimes(state),
      attempts: attemptsOf(record, state, refused),
      nowMs,
    })
  })
}

/** How one lockout came about; undefined when its events cannot be found. */
export async function readLockoutOrigin(
  context: ConsoleContext,
  record: LockoutRecord,
): Promise<LockoutOrigin | undefined> {
  return (await readOrigins(context, [record])).get(record.id)
}

async function readOrigins(
  { database, lockoutOrigins }: ConsoleContext,
  records: readonly LockoutRecord[],
): Promise<ReadonlyMap<string, LockoutOrigin>> {
  const unknown = records.filter(({ id }) => !lockoutOrigins.has(id))
  const read = await readLockoutOrigins(database.reads, unknown)
  for (const [id, origin] of read) lockoutOrigins.set(id, origin)
  return new Map(
    records.flatMap(({ id }) => {
      const origin = lockoutOrigins.get(id)
      return origin ? [[id, origin] as const] : []
    }),
  )
}

async function readRefused(
  { database, refusedAttempts }: ConsoleContext,
  records: readonly LockoutRecord[],
): Promise<ReadonlyMap<string, RefusedAttempts>> {
  const closed = records.filter(({ status }) => status === 'reset')
  const unknown = closed.filter(({ id }) => !refusedAttempts.has(id))
  const read = await countRefusedAttempts(database.reads, unknown)
  for (const [id, attempts] of read) refusedAttempts.set(id, attempts)
  return new Map(closed.map(({ id }) => [id, refusedAttempts.get(id) ?? none]))
}

const none: RefusedAttempts = { count: 0, lastAtMs: null }

function attemptsOf(
  { id, status }: LockoutRecord,
  state: GuardState | undefined,
  refused: ReadonlyMap<string, RefusedAttempts>,
): RefusedAttempts {
  if (status === 'reset') return refused.get(id) ?? none
  const lockout = state?.lockout?.lockoutId === id ? state.lockout : null
  return lockout ? { count: lockout.attemptCount, lastAtMs: lockout.attemptsAtMs.at(-1) ?? null } : none
}

function openingTimes(state: GuardState | undefined): readonly number[] {
  if (!state) return []
  const closed = state.closedLockouts.map(({ openedAtMs }) => openedAtMs)
  return state.lockout ? [...closed, state.lockout.openedAtMs] : closed
}
