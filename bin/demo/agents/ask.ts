import { randomUUID } from 'node:crypto'

/** What an agent of the demo needs to know of a decision. */
export interface Answer {
  readonly verdict: 'allow' | 'needs_approval' | 'blocked'
  readonly tier: 'none' | 'tier_1' | 'tier_2' | 'tier_3'
  readonly reasons: readonly { readonly code: string }[]
  readonly retryAfterMs: number | null
}

/** An agent's way to the gate. */
export interface Ask {
  /** Asks for one action; rejects when there is no decision, and then the agent must not act. */
  readonly act: (type: string, targetId: string) => Promise<Answer>
}

/** Asks over HTTP with an agent's key, as any agent would. */
export function createAsk(gate: {
  readonly url: string
  readonly key: string
  readonly accountId: string
}): Ask {
  return {
    act: async (type, targetId) => {
      const response = await fetch(`${gate.url}/api/v1/actions`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${gate.key}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({
          accountId: gate.accountId,
          actionId: randomUUID(),
          type,
          target: { id: targetId, platform: 'mastodon' },
          parameters: {},
          occurredAt: new Date().toISOString(),
        }),
      })
      if (!response.ok) throw new Error(`the gate answered ${response.status}`)
      return (await response.json()) as Answer
    },
  }
}
