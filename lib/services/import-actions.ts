import type { RecordedAction } from '../contracts/recorded-action.ts'
import type { Policy } from '../engine/policy/policy.ts'
import { AppError } from '../shared/app-error.ts'
import type { Settlement } from './account-log/account-item.ts'
import { digest } from './account-log/digest.ts'
import { createAccount } from './accounts/create-account.ts'
import { actionRequest } from './action-request.ts'
import type { Runtime } from './runtime.ts'
import { submitAction } from './submit-action.ts'

export interface ImportOptions {
  /** Accounts that do not exist are created under it, marked as recorded; null refuses them. */
  readonly policy: Policy | null
  /** Added to every recorded time, to move a history; 0 by default. */
  readonly shiftMs?: number
  /** Told of the progress, every few hundred lines. */
  readonly onProgress?: (summary: ImportSummary) => void
}

export interface ImportSummary {
  readonly lines: number
  readonly decided: number
  /** In the log already: from an import that was cut off, say. */
  readonly repeated: number
  readonly lockouts: number
}

/** Lines under way at once; each account's stay in order. */
const window = 1024
/** An import has no caller that acts, so it may wait long for the database. */
const deadlineMs = 10 * 60_000

/**
 * Decides a recorded history into the log, with the recorded times as the clock. Sent again, for instance after it was
 * cut off, it skips what the log has: a line without an id gets one from its content and place among equal lines.
 * @throws AppError `unknown_account`, or `cannot_decide` when the database fails for long; what was decided stays.
 */
export async function importActions(
  runtime: Runtime,
  actions: AsyncIterable<RecordedAction>,
  options: ImportOptions,
): Promise<ImportSummary> {
  const { policy, shiftMs = 0, onProgress } = options
  const known = new Set<string>()
  const nameOf = actionNamer()
  const summary = { lines: 0, decided: 0, repeated: 0, lockouts: 0 }
  let pending: Promise<Settlement>[] = []
  const drain = async (): Promise<void> => {
    for (const settlement of await Promise.all(pending)) take(settlement, summary)
    pending = []
    onProgress?.({ ...summary })
  }
  for await (const action of actions) {
    const recordedAtMs = action.occurredAt + shiftMs
    if (!known.has(action.accountId)) {
      await openRecorded(runtime, action.accountId, policy, recordedAtMs)
      known.add(action.accountId)
    }
    const request = actionRequest(askedOf(action, nameOf(action)))
    const clock = { authorityEpoch: null, recordedAtMs, deadlineMs }
    pending.push(submitAction(runtime, action.accountId, request, clock))
    summary.lines += 1
    if (pending.length >= window) await drain()
  }
  await drain()
  return summary
}

async function openRecorded(
  runtime: Runtime,
  accountId: string,
  policy: Policy | null,
  recordedAtMs: number,
): Promise<void> {
  const { state } = await runtime.accounts.read(accountId)
  if (state.policy !== null) return
  if (policy === null) throw new AppError('unknown_account', `There is no account ${accountId}.`)
  await createAccount(runtime, { accountId, policy, recorded: true, recordedAtMs })
}

function askedOf(action: RecordedAction, actionId: string) {
  const { accountId, agentId, actionType, targetId, riskScore, impactScore, origin, parameters } = action
  return {
    accountId,
    agentId,
    actionId,
    type: actionType,
    target: { id: targetId },
    parameters: parameters ?? {},
    origin: origin ?? ('agent' as const),
    ...(riskScore === undefined ? {} : { riskScore }),
    ...(impactScore === undefined ? {} : { impactScore }),
  }
}

/** Gives each line an id that it will have again the next time. */
function actionNamer(): (action: RecordedAction) => string {
  const seen = new Map<string, number>()
  return (action) => {
    if (action.actionId !== undefined) return action.actionId
    const content = digest(action).slice(0, 24)
    const place = (seen.get(content) ?? 0) + 1
    seen.set(content, place)
    return place === 1 ? `recorded-${content}` : `recorded-${content}-${place}`
  }
}

function take(
  settlement: Settlement,
  summary: { decided: number; repeated: number; lockouts: number },
): void {
  switch (settlement.kind) {
    case 'recorded':
      summary.decided += 1
      if (settlement.events.some(({ event }) => event.type === 'lockout_opened')) summary.lockouts += 1
      return
    case 'repeated':
      summary.repeated += 1
      return
    case 'failed':
      throw settlement.error
    case 'refused':
    case 'authority_outdated':
      throw new AppError('cannot_decide')
  }
}
