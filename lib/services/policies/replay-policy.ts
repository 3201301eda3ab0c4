import type { RecordedAction } from '../../contracts/recorded-action.ts'
import type { PolicyReplay } from '../../contracts/views/policies-view.ts'
import type { Policy } from '../../engine/policy/policy.ts'
import { dayMs, minuteMs } from '../../engine/policy/needed-count.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { firstSeqOf, type LoggedRequest, readRequests } from '../../store/queries/read-requests.ts'
import { comparePolicies } from '../compare-policies.ts'
import { readGuard } from '../read-guard.ts'
import { startReplay } from '../replay-history.ts'
import { type AccountReplay, type ReplayedLockout, summariseReplay } from '../replay-summary.ts'
import type { Runtime } from '../runtime.ts'

const replayedMs = 30 * dayMs
/** So much is decided twice in a few seconds; more would keep the asking person and the console waiting. */
const replayedEvents = 60_000
/** The process does other things between pages of so many. */
const pageSize = 500

/**
 * Decides the recorded last 30 days of an account again, under the policy in force and under a proposed one, both
 * with every lockout reset so long after it opened, and tells where they differ. Writes nothing. What a stop order
 * refused is left out: no policy decided it.
 * @throws AppError `unknown_account`.
 */
export async function replayPolicy(
  runtime: Pick<Runtime, 'accounts' | 'database' | 'clock'>,
  accountId: string,
  proposed: Policy,
  resetAfterMinutes: number | null,
): Promise<PolicyReplay> {
  const { policy } = await readGuard(runtime, accountId)
  const resetAfterMs = resetAfterMinutes === null ? null : resetAfterMinutes * minuteMs
  const sides = [policy, proposed].map((each) => ({
    replay: startReplay(each, resetAfterMs),
    summary: summariseReplay(),
  }))
  const toMs = runtime.clock()
  const { reads } = runtime.database
  const stream = accountStream(accountId)
  const first = await firstSeqOf(reads, stream, toMs - replayedMs, replayedEvents)
  let actions = 0
  let fromMs = toMs - replayedMs
  for (let fromSeq = first.seq; ;) {
    const page = await readRequests(reads, stream, fromSeq, pageSize)
    for (const logged of page) {
      if (logged.isStopped) continue
      if (actions === 0 && first.isCut) fromMs = logged.atMs
      actions += 1
      for (const { replay, summary } of sides) {
        const step = replay.decide(recordedOf(accountId, logged), actions)
        if (step.kind === 'decided') summary.add(step)
      }
    }
    fromSeq = (page.at(-1)?.seq ?? 0) + 1
    if (page.length < pageSize) break
  }
  const [inForce = [], other = []] = sides.map(({ summary }) => summary.accounts())
  const span = { accountId, fromMs, toMs, actions, isCut: first.isCut, resetAfterMinutes }
  return { ...span, ...differences(inForce, other) }
}

function recordedOf(accountId: string, { atMs, request }: LoggedRequest): RecordedAction {
  const { agentId, actionType, target, origin, parameters, riskScore, impactScore } = request
  // Without the action's id: what was decided once is decided once again, and nothing is remembered of it.
  return {
    occurredAt: atMs,
    accountId,
    agentId,
    actionType,
    targetId: target.id,
    origin,
    parameters,
    ...(riskScore === undefined ? {} : { riskScore }),
    ...(impactScore === undefined ? {} : { impactScore }),
  }
}

function differences(inForce: readonly AccountReplay[], proposed: readonly AccountReplay[]) {
  const [compared] = comparePolicies(inForce, proposed)
  const [before, after] = [inForce[0], proposed[0]]
  return {
    same: compared?.same.length ?? 0,
    added: (compared?.added ?? []).map(lockoutOf),
    avoided: (compared?.avoided ?? []).map(lockoutOf),
    moved: (compared?.moved ?? []).map(({ from, to }) => ({ from: lockoutOf(from), to: lockoutOf(to) })),
    lockedMs: pairOf(compared?.lockedMs),
    admitted: pairOf([before?.allowed ?? 0, after?.allowed ?? 0]),
    held: pairOf(compared?.held),
    blocked: pairOf(compared?.blocked),
  }
}

function pairOf(pair: readonly [number, number] = [0, 0]): [number, number] {
  return [pair[0], pair[1]]
}

function lockoutOf({ openedAtMs, closedAtMs, cause, actions, spanMs }: ReplayedLockout) {
  return { openedAtMs, closedAtMs, cause, actions, spanMs }
}
