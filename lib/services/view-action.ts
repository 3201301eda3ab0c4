import { setTimeout as pause } from 'node:timers/promises'
import type { ActionState } from '../contracts/api/decision.ts'
import type { ActionState as EngineState } from '../engine/action/action-state.ts'
import { actionStateAt } from '../engine/action/evolve-action.ts'
import { AppError } from '../shared/app-error.ts'
import { readActionHistory } from './actions/run-action-command.ts'
import { decisionView } from './decision-view.ts'
import { findRecordedAction } from './find-recorded-action.ts'
import type { Runtime } from './runtime.ts'

/** How often a held action is looked at again while its agent waits: two small reads by key. */
const lookEveryMs = 500

/**
 * A decided action and where it stands, read from the log. With `waitMs` a held one is answered as soon as a reviewer
 * has answered it, it has expired, or that time is over.
 * @throws AppError `not_found` when the account has no such action; `cannot_decide` when the log cannot be read.
 */
export async function viewAction(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  accountId: string,
  actionId: string,
  waitMs = 0,
): Promise<ActionState> {
  const untilMs = performance.now() + waitMs
  const found = await findRecordedAction(runtime, accountId, actionId)
  if (!found) throw new AppError('not_found', `Account ${accountId} has no action ${actionId}.`)
  for (;;) {
    const state = actionStateAt(await readActionHistory(runtime, accountId, actionId), runtime.clock())
    const leftMs = untilMs - performance.now()
    if (state.status !== 'held' || leftMs <= 0) return { ...decisionView(found), ...standing(state) }
    await pause(Math.min(lookEveryMs, leftMs))
  }
}

function standing(state: EngineState): Pick<ActionState, 'state' | 'expiresAt' | 'outcomeDueAt'> {
  if (state.status === 'unasked') throw new AppError('not_found')
  return {
    state: state.status,
    expiresAt: new Date(state.expiresAtMs).toISOString(),
    outcomeDueAt: state.status === 'claimed' ? new Date(state.deadlineAtMs).toISOString() : null,
  }
}
