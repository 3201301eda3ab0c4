import type { RecoveryActionType } from '../engine/policy/policy.ts'

const everything: readonly RecoveryActionType[] = ['comment', 'edit', 'thread']

/** What each connector can do to a post. */
const actionsOf: Readonly<Record<string, readonly RecoveryActionType[]>> = {
  recorded: everything,
  webhook: everything,
  mastodon: everything,
  // Posts on Bluesky cannot be edited.
  bluesky: ['comment', 'thread'],
}

/** What can be done through a connector; nothing without one. */
export function connectorActions(connector: string | null): readonly RecoveryActionType[] {
  return connector === null ? [] : (actionsOf[connector] ?? [])
}
