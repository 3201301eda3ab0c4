import type { AskedAction } from '#lib/services/action-request.ts'

/** An edit as an agent asks for it. */
export function edit(accountId: string, actionId: string, changes: Partial<AskedAction> = {}): AskedAction {
  return {
    accountId,
    actionId,
    agentId: 'agent-1',
    type: 'edit',
    target: { id: 'post-1' },
    parameters: { text: 'hello' },
    origin: 'agent',
    ...changes,
  }
}
