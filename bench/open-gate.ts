import { decideAction } from '#lib/services/decide-action.ts'
import { createRuntime } from '#lib/services/runtime.ts'
import { askedAction } from './seed/decision-body.ts'

/** The gate in this process, without HTTP. */
export interface Gate {
  /** Resolves when the decision is in the log; rejects when there is none. */
  readonly decide: (accountId: string, actionId: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens the gate as the server does, with room in memory for every account of the run. */
export function openGate(databaseUrl: string): Gate {
  const runtime = createRuntime({
    databaseUrl,
    accountCache: 20_000,
    onFailure: (error) => console.error(error),
  })
  return {
    decide: async (accountId, actionId) => {
      const { kind } = await decideAction(
        runtime,
        { ...askedAction(actionId), accountId, agentId: 'bench', origin: 'agent' },
        { authorityEpoch: null },
      )
      if (kind !== 'decided') throw new Error(`action ${actionId} is ${kind}`)
    },
    close: () => runtime.close(),
  }
}
