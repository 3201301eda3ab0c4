import { scopeName, scopeNamed, type StopScope } from '#lib/contracts/stop-scope.ts'

/** What an order stops, as lists and the banner name it: "Agent writer-7". */
export function scopeText(scope: StopScope): string {
  const name = scopeName(scope)
  return name === null ? scopeWord[scope.kind] : `${scopeWord[scope.kind]} ${name}`
}

/** The scope of a kind and a name as it is typed; null while the name is missing. */
export function scopeTyped(kind: StopScope['kind'], name: string): StopScope | null {
  const given = name.trim()
  return kind !== 'everything' && given === '' ? null : scopeNamed(kind, given)
}

export const scopeWord: Readonly<Record<StopScope['kind'], string>> = {
  everything: 'Everything',
  account: 'Account',
  agent: 'Agent',
  action_type: 'Action type',
  platform: 'Platform',
}
