import { decideAction } from '#lib/services/decide-action.ts'
import { createRuntime } from '#lib/services/runtime.ts'
import { askedAction } from './seed/decision-body.ts'

/** The gate in this process, without HTTP. */
export interface Gate {
  /** Resolves when the decision is in the log; rejects when there is none. */
  readonly decide: (accountId: string, actionId: string) => Promise<void>
  /** Decides once for each account, so that all are in memory. */
  readonly touch: (accountIds: readonly string[]) => Promise<void>
  readonly close: () => Promise<void>
}

/** Accounts that are brought into memory at once. */
const touchedAtOnce = 500

/** Opens the gate as the server does, with room in memory for every account of the run. */
export function openGate(databaseUrl: string): Gate {
  const runtime = createRuntime({
    databaseUrl,
    accountCache: 25_000,
    onFailure: (error) => console.error(error),
  })
  const decide = async (accountId: string, actionId: string): Promise<void> => {
    const { kind } = await decideAction(
      runtime,
      { ...askedAction(actionId), accountId, agentId: 'bench', origin: 'agent' },
      { authorityEpoch: null },
    )
    if (kind !== 'decided') throw new Error(`action ${actionId} is ${kind}`)
  }
  return {
    decide,
    touch: async (accountIds) => {
      for (let from = 0; from < accountIds.length; from += touchedAtOnce) {
        const batch = accountIds.slice(from, from + touchedAtOnce)
        await Promise.all(batch.map((accountId, index) => decide(accountId, `touch-${from + index}`)))
      }
    },
    close: () => runtime.close(),
  }
}
