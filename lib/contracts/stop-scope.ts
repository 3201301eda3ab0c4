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

/** The name that a scope carries; null for everything. */
export function scopeName(scope: StopScope): string | null {
  switch (scope.kind) {
    case 'everything':
      return null
    case 'account':
      return scope.accountId
    case 'agent':
      return scope.agentId
    case 'action_type':
      return scope.actionType
    case 'platform':
      return scope.platform
  }
}

/** The scope of a kind and the name that it carries; the name says nothing for everything. */
export function scopeNamed(kind: StopScope['kind'], named: string): StopScope {
  switch (kind) {
    case 'everything':
      return { kind }
    case 'account':
      return { kind, accountId: named }
    case 'agent':
      return { kind, agentId: named }
    case 'action_type':
      return { kind, actionType: named }
    case 'platform':
      return { kind, platform: named }
  }
}
