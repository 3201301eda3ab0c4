import type { AccountView } from '../../contracts/views/account-view.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import { compiledPolicyOf } from '../../engine/policy/compiled-policy-of.ts'
import { dayMs } from '../../engine/policy/needed-count.ts'
import { AppError } from '../../shared/app-error.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { findDeliveriesOf } from '../../store/executors/deliveries.ts'
import { listAgents } from '../../store/queries/list-agents.ts'
import { listLockoutsOfAccount } from '../../store/queries/list-lockouts.ts'
import { readNewestDecisions } from '../../store/queries/read-decisions.ts'
import { readTransitions } from '../../store/queries/read-transitions.ts'
import type { ConsoleContext } from './console-context.ts'
import { decisionRow } from './decision-row.ts'
import { deliveryRow } from './delivery-row.ts'
import { actionIdOf, readActionLives } from './read-action-lives.ts'
import { readAccountRows } from './read-account-rows.ts'
import { readLockoutRows } from './read-lockout-rows.ts'
import { transitionRows } from './transition-rows.ts'

const listedTransitions = 50
const listedDecisions = 50
const listedLockouts = 20
/** More attempts of a day do not change who acts on an account. */
const countedAttempts = 5000

/** One account: its distance to each limit, what changed, what was decided lately, who acts. Throws `not_found`. */
export async function readAccount(context: ConsoleContext, accountId: string): Promise<AccountView> {
  const nowMs = context.now()
  const { reads, prisma } = context.database
  const stream = accountStream(accountId)
  const [account] = await readAccountRows(context, [accountId], nowMs)
  if (!account) throw new AppError('not_found', `There is no account ${accountId}.`)
  const [events, decisions, agents, records] = await Promise.all([
    // A lockout takes two events for its one row.
    readTransitions(reads, stream, 0, listedTransitions * 2, [
      'tier_changed',
      'lockout_opened',
      'lockout_reset',
    ]),
    readNewestDecisions(reads, stream, listedDecisions),
    listAgents(reads, stream, nowMs - dayMs, countedAttempts),
    listLockoutsOfAccount(prisma, accountId, listedLockouts),
  ])
  const { state } = account
  const lives = await readActionLives(context, stream, decisions.flatMap(actionIdOf), nowMs)
  const policy =
    state.policy && state.policyVersion !== null ? compiledPolicyOf(state.policy, state.policyVersion) : null
  return {
    asOfMs: nowMs,
    account: account.row,
    lastReset: lastReset(state),
    transitions: await withDeliveries(
      context,
      accountId,
      transitionRows([...events].reverse(), policy).slice(0, listedTransitions),
    ),
    decisions: decisions.flatMap((event) => decisionRow(event, lives) ?? []),
    agents: [...agents],
    lockouts: [...(await readLockoutRows(context, records, nowMs))],
  }
}

async function withDeliveries(
  { database }: ConsoleContext,
  accountId: string,
  rows: ReturnType<typeof transitionRows>,
): Promise<AccountView['transitions']> {
  const seqs = rows.map(({ seq }) => seq)
  const deliveries = await findDeliveriesOf(database, accountId, seqs)
  const bySeq = new Map(deliveries.map((delivery) => [delivery.escalationSeq, deliveryRow(delivery)]))
  return rows.map((row) => ({ ...row, delivery: bySeq.get(row.seq) ?? null }))
}

function lastReset({ closedLockouts }: GuardState): AccountView['lastReset'] {
  const last = closedLockouts.at(-1)
  if (!last) return null
  const { lockoutId, openedAtMs, closedAtMs, closedBy } = last
  return { lockoutId, atMs: closedAtMs, by: closedBy, lockedForMs: closedAtMs - openedAtMs }
}
