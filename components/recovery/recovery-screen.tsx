'use client'

import type { Action } from '#lib/client/lockout-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import type { SettleRecoveryActionInput } from '#lib/contracts/recovery-actions.ts'
import { recoveryViewSchema, type RecoveryView } from '#lib/contracts/views/recovery-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { WaitingRows } from '../guard/waiting-rows.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { PostsTable } from './posts-table.tsx'
import { UnsettledTable } from './unsettled-table.tsx'

interface RecoveryScreenProps {
  readonly initial: RecoveryView
  /** Null for a viewer. */
  readonly settle: Action<SettleRecoveryActionInput> | null
}

/** What recovery needs a person for, then the posts, the most stagnant first. */
export function RecoveryScreen({ initial, settle }: RecoveryScreenProps) {
  const view = useView(queryKeys.recovery(), consoleRoutes.recovery(), recoveryViewSchema, initial)
  const posts = useHeldRows(view.data.posts, (post) => post.postNo)
  const { postCount, unsettled } = view.data
  return (
    <>
      <div className="head">
        <h1>
          {unsettled.length === 0
            ? `Recovery watches ${formatNoun(postCount, 'post')}`
            : `${formatNoun(unsettled.length, 'action')} whose outcome a person must find out`}
        </h1>
      </div>
      <div className="stack">
        <ViewFailure view={view} asOfMs={view.data.asOfMs} />
        {unsettled.length > 0 && (
          <Panel title="Needs a person" sub="oldest first; the platform could not tell what happened">
            <UnsettledTable actions={unsettled} settle={settle} onSettled={view.retry} />
          </Panel>
        )}
        <Panel title="Posts" sub="most stagnant first, by the latest evaluation">
          <WaitingRows newCount={posts.newCount} reordered={posts.reordered} onShow={posts.release} />
          {posts.rows.length === 0 ? (
            <EmptyNote fill="Send samples to POST /api/v1/posts/metrics, or import them with interlock import metrics.">
              No post has samples yet.
            </EmptyNote>
          ) : (
            <PostsTable posts={posts.rows} />
          )}
          {postCount > view.data.posts.length && (
            <p className="dim px-4 pb-3">{`${postCount - view.data.posts.length} more stagnate less`}</p>
          )}
        </Panel>
      </div>
    </>
  )
}
