'use client'

import type { RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { EmptyNote } from '../../ui/page-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ActionOutcomes } from '../outcomes/action-outcomes.tsx'

/** What each action came to, with its interval, and what the policy's holdout says about that. */
export function OutcomesPanel({ view: { outcomes, policy } }: { view: RecoveryPostView }) {
  return (
    <Panel title="Outcome of each action">
      {outcomes.length === 0 ? (
        <EmptyNote fill="Engagement after an action is compared with that before it, over equal exposure.">
          No action has happened on this post.
        </EmptyNote>
      ) : (
        <>
          <ActionOutcomes outcomes={outcomes} />
          {policy !== null && (
            <p className="dim text-12 px-4 pb-3">
              {policy.holdoutFraction === 0
                ? 'No holdout on this policy: part of the lift may be regression to the mean.'
                : 'This post is treated; the holdout of the policy is compared on the page of recovery.'}
            </p>
          )}
        </>
      )}
    </Panel>
  )
}
