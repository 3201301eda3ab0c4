'use client'

import { useQuery } from '@tanstack/react-query'
import { fetchView } from '#lib/client/fetch-view.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { requestIdOf } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import {
  type RecoveryEvaluationView,
  recoveryEvaluationSchema,
} from '#lib/contracts/views/recovery-evaluation-view.ts'
import type { RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { statusWord } from '../recovery-words.ts'
import { FailedNote } from '../../ui/page-note.tsx'
import { SideSheet } from '../../ui/side-sheet.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Moment } from '../../ui/time-text.tsx'
import { EvaluationResultText } from './evaluation-result-text.tsx'
import { rateCell, scoreCell } from './evaluation-figures.ts'

interface EvaluationSheetProps {
  readonly view: RecoveryPostView
  /** Null while none is open. */
  readonly evaluationNo: string | null
  readonly onClose: () => void
}

/** Everything that one evaluation looked at, beside the page. */
export function EvaluationSheet({ view, evaluationNo, onClose }: EvaluationSheetProps) {
  const { postNo } = view.post
  const query = useQuery({
    queryKey: queryKeys.recoveryEvaluation(postNo, evaluationNo ?? ''),
    queryFn: ({ signal }) =>
      fetchView(
        consoleRoutes.recoveryEvaluation(postNo, evaluationNo ?? ''),
        recoveryEvaluationSchema,
        signal,
      ),
    enabled: evaluationNo !== null,
    // What was looked at never changes.
    staleTime: Infinity,
  })
  const requestId = query.error === null ? undefined : requestIdOf(query.error)
  return (
    <SideSheet
      open={evaluationNo !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="What the evaluation looked at"
      sub={query.data && <Moment atMs={query.data.evaluation.atMs} />}
    >
      {query.error !== null && (
        <FailedNote
          what={`The evaluation could not be read: ${query.error.message}`}
          onRetry={() => void query.refetch()}
          {...(requestId !== undefined && { requestId })}
        />
      )}
      {query.isLoading && (
        <div role="status" className="p-4">
          <span className="vh">Loading</span>
          <Skeleton height={240} />
        </div>
      )}
      {query.data && <Inputs inputs={query.data} policy={view.policy} />}
    </SideSheet>
  )
}

function Inputs({ inputs, policy }: { inputs: RecoveryEvaluationView; policy: RecoveryPostView['policy'] }) {
  const { evaluation, policyVersion } = inputs
  return (
    <>
      <div className="grid gap-1 px-4 pb-3">
        <EvaluationResultText row={evaluation} policy={policy} />
        <p className="dim">
          {formatNoun(evaluation.sampleCount, 'sample')} counted,{' '}
          {evaluation.newImpressions === null ? 'no' : formatCount(evaluation.newImpressions)} new
          impressions, rate {rateCell([evaluation])}, score {scoreCell([evaluation])}
        </p>
        <p className="dim">
          Under policy <span className="mono">{policyVersion ?? 'none'}</span>
          {policy !== null && policyVersion !== policy.version && ' (another one is in force now)'}
        </p>
      </div>
      <Samples samples={inputs.samples} />
      <Earlier actions={inputs.actions} />
      <p className="dim px-4 pb-4">
        {inputs.accountDispatchesAtMs.length === 0
          ? 'No dispatch of the account counted to its budget.'
          : `${formatNoun(inputs.accountDispatchesAtMs.length, 'dispatch', 'dispatches')} of the account counted to its budget.`}
      </p>
    </>
  )
}

function Samples({ samples }: Pick<RecoveryEvaluationView, 'samples'>) {
  return (
    <>
      <h3 className="sec">Samples in the window, newest first</h3>
      {samples.length === 0 ? (
        <p className="dim px-4 pb-2">None.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>Captured</th>
              <th className="num">Impressions</th>
              <th className="num">Engagements</th>
            </tr>
          </thead>
          <tbody>
            {samples.map((sample, index) => (
              <tr key={`${String(sample.atMs)} ${String(index)}`}>
                <td className="nw">
                  <Moment atMs={sample.atMs} />
                </td>
                <td className="num">{formatCount(sample.impressions)}</td>
                <td className="num">{formatCount(sample.engagements)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function Earlier({ actions }: Pick<RecoveryEvaluationView, 'actions'>) {
  return (
    <>
      <h3 className="sec">Earlier actions, as they stood then</h3>
      {actions.length === 0 ? (
        <p className="dim px-4 pb-2">None.</p>
      ) : (
        <ul className="grid gap-1 px-4 pb-2">
          {actions.map((action) => (
            <li key={`${action.idempotencyKey} ${String(action.firstAttemptAtMs)}`} className="wrap-anywhere">
              <b>{action.actionType}</b>, episode {action.episode}, {statusWord(action.status)}
              {action.firstAttemptAtMs !== null && (
                <>
                  , first attempt <Moment atMs={action.firstAttemptAtMs} />
                </>
              )}
              <span className="sub2 mono">{action.idempotencyKey}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
