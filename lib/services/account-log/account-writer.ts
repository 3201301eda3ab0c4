import { appendBatch, type AppendOutcome } from '../../store/event-log/append-batch.ts'
import { pooledAppend, transactionAppend } from '../../store/event-log/append-statements.ts'
import { accountStream, type EventRow } from '../../store/event-log/event-row.ts'
import {
  loadStreams,
  pooledQuery,
  type StreamPosition,
  type StreamTail,
  type TailEvent,
  transactionQuery,
} from '../../store/event-log/load-streams.ts'
import { stepKey, stepOf } from '../../store/event-log/action-step.ts'
import { findActionHistory } from '../../store/event-log/find-action-history.ts'
import type { Database } from '../../store/database.ts'
import { lockAccount, withTransaction } from '../../store/transactions.ts'
import { projectAccounts } from '../../store/projections/project-accounts.ts'
import { type AccountTip, engineVersion, foldTail } from './account-tip.ts'
import type { AccountPlan } from './plan-account.ts'

/** How the plans of accounts get into the log; the one place where strategies differ. */
export interface AccountWriter {
  /** Plain decisions of many accounts in one statement. */
  readonly writePlain: (epoch: number, plans: readonly AccountPlan[]) => Promise<AppendOutcome>
  /** Plans with transitions: events and read models in one transaction. */
  readonly writeWithReadModels: (epoch: number, plans: readonly AccountPlan[]) => Promise<AppendOutcome>
  /** One account whose races are lost again and again: lock it, read its tail, decide, append. */
  readonly writeLocked: (
    epoch: number,
    tip: AccountTip,
    plan: (fresh: AccountTip, tail: StreamTail) => AccountPlan,
  ) => Promise<AppendOutcome>
  readonly load: (known: readonly StreamPosition[]) => Promise<ReadonlyMap<string, StreamTail>>
  /** The steps of the actions that the log holds, as `stream` and the step's key, with their sequence. */
  readonly findRepeats: (
    actions: readonly { readonly stream: string; readonly actionId: string }[],
  ) => Promise<ReadonlyMap<string, number>>
}

/** The writer for one PostgreSQL: statements gather several accounts. */
export function createAccountWriter(database: Database): AccountWriter {
  const append = pooledAppend(database.log)
  const query = pooledQuery(database.reads)
  return {
    writePlain: (epoch, plans) => appendBatch(append, { epoch, items: sortedRows(plans) }),
    writeWithReadModels: (epoch, plans) =>
      withTransaction(database, async (transaction) => {
        const outcome = await appendBatch(transactionAppend(transaction), { epoch, items: sortedRows(plans) })
        if (outcome.kind === 'appended') await projectAccounts(transaction, plans.map(changeOf))
        return outcome
      }),
    writeLocked: (epoch, tip, plan) =>
      withTransaction(database, async (transaction) => {
        const stream = accountStream(tip.state.accountId)
        await lockAccount(transaction, stream)
        const known = [{ stream, seq: tip.state.seq }]
        const tail = (await loadStreams(transactionQuery(transaction), known, engineVersion)).get(stream)
        const planned = plan(tail ? foldTail(tip, tail) : tip, tail ?? { snapshot: null, events: [] })
        if (planned.rows.length === 0) return { kind: 'appended' }
        const outcome = await appendBatch(transactionAppend(transaction), { epoch, items: planned.rows })
        if (outcome.kind === 'appended' && planned.hasTransition) {
          await projectAccounts(transaction, [changeOf(planned)])
        }
        return outcome
      }),
    load: (known) => loadStreams(query, known, engineVersion),
    findRepeats: async (actions) => {
      const found = await findActionHistory(query, actions)
      return new Map(found.map((event) => [`${event.stream} ${keyOfStep(event)}`, event.seq]))
    },
  }
}

/** Streams in one order everywhere: two batches over the same accounts queue up instead of deadlocking. */
function sortedRows(plans: readonly AccountPlan[]): readonly EventRow[] {
  if (plans.length === 1 && plans[0]) return plans[0].rows
  return [...plans]
    .sort((one, other) => (one.accountId < other.accountId ? -1 : 1))
    .flatMap(({ rows }) => rows)
}

function keyOfStep(event: TailEvent): string {
  const step = stepOf(event)
  return step ? stepKey(step) : ''
}

function changeOf({ accountId, events, tip, deliveries }: AccountPlan) {
  return { accountId, events, state: tip.state, deliveries }
}
