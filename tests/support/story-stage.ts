import { parsePolicy } from '#lib/contracts/policy.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { createAccount } from '#lib/services/accounts/create-account.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import { acceptInvitation } from '#lib/services/members/accept-invitation.ts'
import { inviteMember } from '#lib/services/members/invite-member.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { served } from './served-interlock.ts'

/**
 * Windows of one minute, so that agents are quiet a minute after they stop; 4, 6 and 8 actions cross the three lines.
 * Everything else is the preset `standard`.
 */
const shortWindows = {
  name: 'short windows',
  velocity: {
    tiers: {
      tier_1: { windowMinutes: 1, actionsPerMinute: 4 },
      tier_2: { windowMinutes: 1, actionsPerMinute: 6 },
      tier_3: { windowMinutes: 1, actionsPerMinute: 8 },
    },
  },
}

/** An account with a key, and the hand that plays its agents over real HTTP. */
export interface StoryAccount {
  readonly accountId: string
  readonly handle: string
  /** Asks the gate for edits, one after another; answers the verdicts. */
  act(count: number): Promise<string[]>
}

/** The database behind the served program, for what a browser cannot do: setting up, and letting time pass. */
export interface StoryStage {
  readonly runtime: Runtime
  readonly baseUrl: string
  openAccount(accountId: string): Promise<StoryAccount>
  addMember(name: string, role: 'viewer' | 'reviewer'): Promise<{ email: string; password: string }>
  /** Makes every session's last sign-in 16 minutes old. */
  ageSessions(): Promise<void>
}

/** Opens the stage on the program that is served to this worker. */
export function openStoryStage(): StoryStage {
  const { url: baseUrl, runtime } = served()
  return {
    runtime,
    baseUrl,
    openAccount: (accountId) => openAccount(runtime, baseUrl, accountId),
    addMember: async (name, role) => {
      const email = `${name.toLowerCase()}@example.org`
      const password = `the password of ${name}`
      const { url } = await inviteMember(runtime, { email, role, invitedBy: null }, baseUrl)
      await acceptInvitation(runtime, { token: new URL(url).hash.slice(1), name, password })
      return { email, password }
    },
    ageSessions: async () => {
      const reauthenticatedAt = new Date(Date.now() - 16 * 60_000)
      await runtime.database.prisma.memberSession.updateMany({ data: { reauthenticatedAt } })
    },
  }
}

async function openAccount(runtime: Runtime, baseUrl: string, accountId: string): Promise<StoryAccount> {
  await createAccount(runtime, { accountId, name: 'Northwind Outdoor', policy: storyPolicy() })
  const key = await createKey(runtime, {
    agentId: 'caption-tuner',
    accountIds: [accountId],
    expiresAtMs: null,
  })
  let number = 0
  return {
    accountId,
    handle: `@${accountId}`,
    act: async (count) => {
      const verdicts: string[] = []
      for (let index = 0; index < count; index += 1) {
        number += 1
        verdicts.push(await askGate(baseUrl, key.token, accountId, number))
      }
      return verdicts
    },
  }
}

async function askGate(baseUrl: string, token: string, accountId: string, number: number): Promise<string> {
  const response = await fetch(`${baseUrl}/api/v1/actions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      accountId,
      actionId: `edit-${String(number)}`,
      type: 'edit',
      target: { id: `post-${String(number % 3)}` },
      parameters: { caption: `Caption ${String(number)}` },
    }),
  })
  const body = (await response.json()) as { verdict?: string }
  if (body.verdict === undefined)
    throw new Error(`the gate answered ${String(response.status)}: ${JSON.stringify(body)}`)
  return body.verdict
}

function storyPolicy(): Policy {
  const parsed = parsePolicy(shortWindows)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed))
  return parsed.policy
}
