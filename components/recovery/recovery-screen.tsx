'use client'

import type { ReactNode } from 'react'
import type { Action } from '#lib/client/lockout-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import type { SettleRecoveryActionInput } from '#lib/contracts/recovery-actions.ts'
import { recoveryViewSchema, type RecoveryView } from '#lib/contracts/views/recovery-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { Panel } from '../ui/panel.tsx'
import { PostsPanel } from './posts/posts-panel.tsx'
import type { InitialPosts } from './posts/use-recovery-posts.ts'
import { UnsettledTable } from './unsettled-table.tsx'

interface RecoveryScreenProps {
  readonly initial: RecoveryView
  readonly initialPosts: InitialPosts
  /** Whether treatment helps; it may come later than the rest. */
  readonly comparison: ReactNode
  /** Null for a viewer. */
  readonly settle: Action<SettleRecoveryActionInput> | null
}

/** What recovery needs a person for, then the posts, then whether treatment helps. */
export function RecoveryScreen({ initial, initialPosts, comparison, settle }: RecoveryScreenProps) {
  const view = useView(queryKeys.recovery(), consoleRoutes.recovery(), recoveryViewSchema, initial)
  const { unsettled, standings, postCount, asOfMs } = view.data
  return (
    <>
      <div className="head">
        <h1>{titleOf(view.data)}</h1>
      </div>
      <div className="stack">
        <ViewFailure view={view} asOfMs={asOfMs} />
        {unsettled.length > 0 && (
          <Panel title="Needs a person" sub="oldest first; the platform could not tell what happened">
            <UnsettledTable actions={unsettled} settle={settle} onSettled={view.retry} />
          </Panel>
        )}
        <div className="cols">
          <PostsPanel initial={initialPosts} standings={standings} postCount={postCount} />
          {comparison}
        </div>
      </div>
    </>
  )
}

function titleOf({ unsettled, standings, postCount }: RecoveryView): string {
  if (unsettled.length > 0) {
    return `${formatNoun(unsettled.length, 'action')} whose outcome a person must find out`
  }
  const stagnating = standings.eligible ?? 0
  const spent = standings.exhausted ?? 0
  return [
    postCount === 0 ? 'Recovery watches no post yet' : `Recovery watches ${formatNoun(postCount, 'post')}`,
    ...(stagnating === 0 ? [] : [`${formatCount(stagnating)} may be helped now`]),
    ...(spent === 0 ? [] : [`${formatCount(spent)} with its remedies spent`]),
  ].join(', ')
}
