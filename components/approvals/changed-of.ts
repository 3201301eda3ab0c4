import type { ApprovalView } from '#lib/contracts/views/approval-view.ts'

type Changes = NonNullable<ApprovalView['changes']>

/** The fields that an edit would change. */
export function changedOf(changes: Changes): Changes {
  return changes.filter(({ before, after }) => before !== after)
}
