'use client'

import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs'
import { useState } from 'react'
import type { PostActions } from '#lib/client/recovery-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import { type RecoveryPostView, recoveryPostViewSchema } from '#lib/contracts/views/recovery-post-view.ts'
import type { RecoveryRange, RecoverySeries } from '#lib/contracts/views/recovery-series-view.ts'
import { ViewFailure } from '../../guard/view-failure.tsx'
import { useBackTo } from '../../ui/use-back-to.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { AttemptsPanel } from './attempts-panel.tsx'
import { EngagementPanel } from './engagement-panel.tsx'
import { EvaluationSheet } from './evaluation-sheet.tsx'
import { EvaluationsPanel } from './evaluations-panel.tsx'
import { IfStagnatesPanel } from './if-stagnates-panel.tsx'
import { OutcomesPanel } from './outcomes-panel.tsx'
import { PostHead } from './post-head.tsx'
import { WaitingPanel } from './waiting-panel.tsx'

interface PostScreenProps {
  readonly initial: RecoveryPostView
  readonly initialSeries: RecoverySeries
  readonly initialRange: RecoveryRange
  readonly viewer: Viewer
  readonly acts: PostActions
}

/** What of the page lives in the URL beside the chart's range: an open evaluation, their page, and unfolded rows. */
const pageParams = {
  evaluation: parseAsString,
  before: parseAsString,
  unfolded: parseAsBoolean.withDefault(false),
}

/** One post: what happened to it, what was tried, what each look at it found; beside it outcomes and what is next. */
export function PostScreen({ initial, initialSeries, initialRange, viewer, acts }: PostScreenProps) {
  const { postNo } = initial.post
  const view = useView(
    queryKeys.recoveryPost(postNo),
    consoleRoutes.recoveryPost(postNo),
    recoveryPostViewSchema,
    initial,
  )
  const [params, setParams] = useQueryStates(pageParams, { history: 'replace' })
  const [actedAsOfMs, setActedAsOfMs] = useState<number | null>(null)
  const backToList = useBackTo('/recovery')
  useKeys({ Escape: backToList })
  const may = viewer.role === 'viewer' ? null : acts
  const onActed = () => setActedAsOfMs(view.data.asOfMs)
  // What the reader's own act brought is shown at once; what others bring waits until it is asked for.
  const fresh =
    actedAsOfMs !== null && view.data.asOfMs > actedAsOfMs ? `after ${String(actedAsOfMs)}` : 'first'
  return (
    <>
      <PostHead view={view.data} acts={may} onActed={onActed} />
      <ViewFailure view={view} asOfMs={view.data.asOfMs} />
      <div className="stack">
        <EngagementPanel view={view.data} initial={initialSeries} initialRange={initialRange} />
        <div className="cols">
          <div className="stack">
            <WaitingPanel view={view.data} acts={may} onActed={onActed} />
            <AttemptsPanel key={`attempts ${fresh}`} view={view.data} />
            <EvaluationsPanel
              key={`evaluations ${fresh}`}
              view={view.data}
              unfolded={params.unfolded}
              onUnfold={(unfolded) => void setParams({ unfolded })}
              onOpen={(evaluation) => void setParams({ evaluation })}
              before={params.before}
              onPage={(before) => void setParams({ before })}
            />
          </div>
          <div className="stack">
            <OutcomesPanel view={view.data} />
            <IfStagnatesPanel view={view.data} />
          </div>
        </div>
      </div>
      <EvaluationSheet
        view={view.data}
        evaluationNo={params.evaluation}
        onClose={() => void setParams({ evaluation: null })}
      />
    </>
  )
}
