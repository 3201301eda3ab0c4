import type { OverviewView } from '../../contracts/views/overview-view.ts'
import { dayMs, hourMs, minuteMs } from '../../engine/policy/needed-count.ts'
import { countDeliveries, listUnrouted } from '../../store/executors/deliveries.ts'
import { countAccounts } from '../../store/queries/list-accounts.ts'
import { countWaitingApprovals, listWaitingApprovals } from '../../store/queries/list-approvals.ts'
import { listActiveLockouts } from '../../store/queries/list-lockouts.ts'
import { countUnsettledActions } from '../../store/queries/list-unsettled.ts'
import type { ConsoleContext } from './console-context.ts'
import { deliveryRow } from './delivery-row.ts'
import { listClosestIds } from './list-closest-ids.ts'
import { byCloseness, type ReadAccount, readAccountRows } from './read-account-rows.ts'
import { readLockoutRows } from './read-lockout-rows.ts'
import { readUnsettled } from './read-unsettled.ts'

const listedAccounts = 100
const listedUnrouted = 5
const listedUnsettled = 5

/** What needs a person, worst first, then the accounts closest to a lockout, and how much was decided. */
export async function readOverview(context: ConsoleContext): Promise<OverviewView> {
  const { prisma } = context.database
  const nowMs = context.now()
  const [accountIds, accountCount, records] = await Promise.all([
    listClosestIds(context, listedAccounts, nowMs),
    countAccounts(prisma),
    listActiveLockouts(prisma),
  ])
  const [lockouts, accounts, unsettledCount, unsettled, waiting, [first], deliveries, unrouted] =
    await Promise.all([
      readLockoutRows(context, records, nowMs),
      readAccountRows(context, accountIds, nowMs),
      countUnsettledActions(prisma),
      readUnsettled(context, listedUnsettled),
      countWaitingApprovals(prisma, nowMs),
      listWaitingApprovals(prisma, nowMs, 1),
      countDeliveries(context.database, nowMs - dayMs),
      listUnrouted(context.database, nowMs - dayMs, listedUnrouted),
    ])
  return {
    asOfMs: nowMs,
    lockouts: [...lockouts],
    unsettled: { count: unsettledCount, oldest: unsettled },
    approvals: { waiting, firstExpiresAtMs: first?.expiresAt.getTime() ?? null },
    unrouted: { count: deliveries.unrouted, newest: unrouted.map(deliveryRow) },
    accounts: accounts
      .map(({ row }) => row)
      .sort(byCloseness)
      .slice(0, listedAccounts),
    accountCount,
    decisions: decisionsByMinute(accounts, nowMs),
  }
}

function decisionsByMinute(accounts: readonly ReadAccount[], nowMs: number): OverviewView['decisions'] {
  const currentMs = nowMs - (nowMs % minuteMs)
  const bars = new Map<number, OverviewView['decisions']['minutes'][number]>()
  for (let fromMs = currentMs - hourMs + minuteMs; fromMs <= currentMs; fromMs += minuteMs) {
    bars.set(fromMs, { fromMs, admitted: 0, held: 0, blocked: 0 })
  }
  for (const { startsAtMs, admitted, held, blocked } of accounts.flatMap(({ state }) => state.minutes)) {
    const bar = bars.get(startsAtMs)
    if (!bar) continue
    bar.admitted += admitted
    bar.held += held
    bar.blocked += blocked
  }
  const full = bars.get(currentMs - minuteMs)
  return {
    lastMinute: full ? full.admitted + full.held + full.blocked : 0,
    minutes: [...bars.values()],
  }
}
