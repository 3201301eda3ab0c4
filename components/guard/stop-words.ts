import type { StopScope } from '#lib/contracts/stop-scope.ts'

/** What an order stops, as lists and the banner name it: "Agent writer-7". */
export function scopeText(scope: StopScope): string {
  const name = scopeName(scope)
  return name === null ? scopeWord[scope.kind] : `${scopeWord[scope.kind]} ${name}`
}

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

/** The scope of a kind and a name; null while the name is missing. */
export function scopeFrom(kind: StopScope['kind'], name: string): StopScope | null {
  if (kind === 'everything') return { kind }
  const given = name.trim()
  if (given === '') return null
  switch (kind) {
    case 'account':
      return { kind, accountId: given }
    case 'agent':
      return { kind, agentId: given }
    case 'action_type':
      return { kind, actionType: given }
    case 'platform':
      return { kind, platform: given }
  }
}

export const scopeWord: Readonly<Record<StopScope['kind'], string>> = {
  everything: 'Everything',
  account: 'Account',
  agent: 'Agent',
  action_type: 'Action type',
  platform: 'Platform',
}
