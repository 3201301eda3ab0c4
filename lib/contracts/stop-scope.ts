import { z } from 'zod'

const name = z.string().trim().min(1, 'Name what is to be stopped').max(200)

/** What a stop order stops: everything, or one account, agent, action type or platform. */
export const stopScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everything') }),
  z.object({ kind: z.literal('account'), accountId: name }),
  z.object({ kind: z.literal('agent'), agentId: name }),
  z.object({ kind: z.literal('action_type'), actionType: name }),
  z.object({ kind: z.literal('platform'), platform: name }),
])
export type StopScope = z.infer<typeof stopScopeSchema>
