// The agents' process of the demo: apart from the server, over HTTP, and gone when the demo is gone.
import type { LiveAccount } from '../live-accounts.ts'
import { createAsk } from './ask.ts'
import { behaviours, pauseAt } from './behaviours.ts'

/** What the demo tells its agents. */
export interface AgentsOrder {
  readonly url: string
  /** How many times as quick the runaway is. */
  readonly speed: number
  readonly accounts: readonly LiveAccount[]
}

/** A gate that does not answer is asked again after this time; a real agent would do no other. */
const retryMs = 2000

// Ctrl-C reaches every process of the terminal; this one ends when the demo closes the channel.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
process.once('disconnect', () => process.exit())

process.once('message', ({ url, speed, accounts }: AgentsOrder) => {
  for (const { accountId, key, behaviour } of accounts) {
    // The others keep to the gate's own time: one below its thresholds, the other at the pace that it is told.
    const pause = pauseAt(behaviour === 'runaway' ? speed : 1)
    void live(() => behaviours[behaviour](createAsk({ url, key, accountId }), pause))
  }
})

async function live(agent: () => Promise<never>): Promise<never> {
  for (;;) {
    await agent().catch((error: unknown) => {
      process.stderr.write(
        `An agent got no decision: ${error instanceof Error ? error.message : String(error)}\n`,
      )
    })
    await pauseAt(1)(retryMs)
  }
}
