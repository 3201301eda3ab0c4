import type { ActionCommand } from '../../engine/guard/commands.ts'
import type { GuardEvent, RecordedEvent } from '../../engine/guard/events.ts'
import { AppError } from '../../shared/app-error.ts'
import type { StepName } from '../../store/event-log/action-step.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { findActionHistory } from '../../store/event-log/find-action-history.ts'
import { pooledQuery } from '../../store/event-log/load-streams.ts'
import type { Settlement } from '../account-log/account-item.ts'
import type { CommandResult } from '../run-account-command.ts'
import type { Runtime } from '../runtime.ts'

/** Which action, and which of its steps the command takes. */
interface ActionStepToTake {
  readonly accountId: string
  readonly actionId: string
  readonly step: StepName
}

/** Lost races after which something is wrong: each step of an action can be lost to one other at most. */
const attempts = 6

/**
 * Runs one command on one action: reads what has happened to it, decides, appends. Each step of an action is taken
 * once, held by the log's unique indexes; whoever comes second is decided again on what the first left.
 * @throws AppError `cannot_decide` when it could not be done in time.
 */
export async function runActionCommand(
  runtime: Pick<Runtime, 'accounts' | 'database' | 'decideDeadlineMs'>,
  action: ActionStepToTake,
  commandFor: (history: readonly RecordedEvent[]) => ActionCommand,
  authorityEpoch: number | null = null,
): Promise<CommandResult | { readonly kind: 'authority_outdated' }> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const history = await readActionHistory(runtime, action.accountId, action.actionId)
    const settlement = await submit(runtime, action, commandFor(history), authorityEpoch)
    switch (settlement.kind) {
      case 'recorded':
        return { kind: 'accepted', events: settlement.events, state: settlement.state }
      case 'refused':
        return settlement
      case 'authority_outdated':
        return settlement
      case 'failed':
        throw settlement.error
      case 'repeated':
    }
  }
  throw new AppError('cannot_decide', 'The action is being decided by too many at once; nothing was changed.')
}

/** The recorded steps of an action, in order; empty when it was never asked for. */
export async function readActionHistory(
  runtime: Pick<Runtime, 'database'>,
  accountId: string,
  actionId: string,
): Promise<readonly RecordedEvent[]> {
  const query = pooledQuery(runtime.database.reads)
  const found = await findActionHistory(query, [{ stream: accountStream(accountId), actionId }])
  return found.map(({ seq, atMs, type, body }) => ({
    seq,
    atMs,
    event: { type, data: JSON.parse(body) as unknown } as GuardEvent,
  }))
}

function submit(
  runtime: Pick<Runtime, 'accounts' | 'decideDeadlineMs'>,
  { accountId, actionId, step }: ActionStepToTake,
  command: ActionCommand,
  authorityEpoch: number | null,
): Promise<Settlement> {
  return new Promise((settle) => {
    runtime.accounts.submit({
      accountId,
      command,
      actionId,
      step,
      seenSeq: command.history.at(-1)?.seq ?? 0,
      recordedAtMs: null,
      authorityEpoch,
      deadlineMs: Date.now() + runtime.decideDeadlineMs,
      needsTail: true,
      isSettled: false,
      settle,
    })
  })
}
