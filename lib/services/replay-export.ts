import type { ExportedEvent } from '#lib/contracts/exported-event.ts'
import { decide } from '#lib/engine/guard/decide.ts'
import type { ActionDecided, GuardEvent } from '#lib/engine/guard/events.ts'
import { evolve } from '#lib/engine/guard/evolve.ts'
import { initialState } from '#lib/engine/guard/initial-state.ts'
import type { GuardState } from '#lib/engine/guard/state.ts'
import { AppError } from '#lib/shared/app-error.ts'
import { accountOfStream } from '#lib/store/event-log/event-row.ts'
import { digest } from './account-log/digest.ts'
import { compareDecisions, compareTransitions, type Difference } from './compare-decisions.ts'

/** A recorded decision and how it comes out again; no differences means exactly so. */
export interface RedecidedAction {
  readonly accountId: string
  readonly seq: number
  readonly atMs: number
  readonly recorded: ActionDecided
  readonly differences: readonly Difference[]
  /** A stop order refused it. Stop orders are not the account's own history, so it is not decided again. */
  readonly skipped: boolean
}

/** Decides an exported log again, event by event; streams may interleave. */
export interface ExportReplay {
  /**
   * Takes the next event; answers the decision before it in its stream, now that its transitions are all in.
   * @throws AppError `invalid_request` for an event that is out of place or that the guard cannot have written.
   */
  add(event: ExportedEvent): RedecidedAction | null
  /** The last decision of each stream; call it after the last event. */
  end(): readonly RedecidedAction[]
}

/** Starts to replay an exported log under the policies that it records. */
export function replayExport(): ExportReplay {
  const accounts = new Map<string, ExportedAccount>()
  return {
    add(exported) {
      const accountId = accountOfStream(exported.stream)
      if (accountId === null) return null
      let account = accounts.get(accountId)
      if (!account) {
        account = { state: initialState(accountId), pending: null }
        accounts.set(accountId, account)
      }
      return take(account, accountId, exported)
    },
    end: () => [...accounts.values()].flatMap(({ pending }) => (pending ? [concluded(pending)] : [])),
  }
}

interface ExportedAccount {
  state: GuardState
  pending: PendingDecision | null
}

/** A decision whose transitions are still coming in. */
interface PendingDecision {
  readonly action: Omit<RedecidedAction, 'differences'>
  readonly differences: readonly Difference[]
  readonly due: readonly GuardEvent[]
  readonly found: readonly GuardEvent[]
}

function take(account: ExportedAccount, accountId: string, exported: ExportedEvent): RedecidedAction | null {
  const { stream, seq, at: atMs, type } = exported
  const dueSeq = account.state.seq + 1
  if (seq !== dueSeq) {
    throw new AppError('invalid_request', `${stream} goes on with ${seq} where ${dueSeq} is due`)
  }
  // What the log holds was written by the guard; whether it still is that, `verify` tells.
  const event = { type, data: exported.data } as unknown as GuardEvent
  const { state: before, pending } = account
  try {
    account.state = evolve(before, { seq, atMs, event })
    if (pending && isTransition(event)) {
      account.pending = { ...pending, found: [...pending.found, event] }
      return null
    }
    account.pending =
      event.type === 'action_decided' ? redecided(before, accountId, seq, atMs, event.data) : null
    return pending ? concluded(pending) : null
  } catch (error) {
    throw new AppError('invalid_request', `${stream} ${seq}: this ${type} cannot be the guard's`, {
      cause: error,
    })
  }
}

/** What a decision brings with it; a lockout that a person opened is an event of its own. */
function isTransition(event: GuardEvent): boolean {
  return event.type === 'tier_changed' || (event.type === 'lockout_opened' && event.data.by === null)
}

function redecided(
  before: GuardState,
  accountId: string,
  seq: number,
  atMs: number,
  recorded: ActionDecided,
): PendingDecision {
  const skipped = recorded.reasons.some(({ code }) => code === 'stop_order')
  const action = { accountId, seq, atMs, recorded, skipped }
  if (skipped) return { action, differences: [], due: [], found: [] }
  const result = decide(
    before,
    { type: 'decide_action', request: recorded.request },
    // A lockout's id is minted, not decided: the recorded one stands for it.
    { nowMs: atMs, stopOrders: [], digest, newId: () => recorded.lockoutId ?? 'not recorded' },
  )
  if (result.kind === 'refused') {
    const replayed = result.reasons.map(({ code }) => code).join(', ')
    const difference = { what: 'decision', recorded: recorded.verdict, replayed: `refused: ${replayed}` }
    return { action, differences: [difference], due: [], found: [] }
  }
  const [decided, ...due] = result.events
  const differences = decided?.type === 'action_decided' ? compareDecisions(recorded, decided.data) : []
  return { action, differences, due, found: [] }
}

function concluded({ action, differences, due, found }: PendingDecision): RedecidedAction {
  const transitions = action.skipped ? [] : compareTransitions(found, due)
  return { ...action, differences: [...differences, ...transitions] }
}
