'use client'

import Link from 'next/link'
import type { Action } from '#lib/client/lockout-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import type { AnswerApprovalInput } from '#lib/contracts/approval-actions.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { approvalViewSchema, type ApprovalView } from '#lib/contracts/views/approval-view.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import { DecisionsTable } from '../guard/decisions-table.tsx'
import { StateBadge } from '../guard/state-badge.tsx'
import { ViewFailure } from '../guard/view-failure.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { Due, Moment } from '../ui/time-text.tsx'
import { AnswerPanel } from './answer-panel.tsx'
import { LifePanel } from './life-panel.tsx'
import { ParametersPanel } from './parameters-panel.tsx'

interface ApprovalScreenProps {
  readonly initial: ApprovalView
  readonly viewer: Viewer
  readonly answerApproval: Action<AnswerApprovalInput>
}

/** One held action: what it would do, why it is held, what its agent did lately, and the answer beside it. */
export function ApprovalScreen({ initial, viewer, answerApproval }: ApprovalScreenProps) {
  const { approvalId } = initial.approval
  const view = useView(
    queryKeys.approval(approvalId),
    consoleRoutes.approval(approvalId),
    approvalViewSchema,
    initial,
  )
  const { approval, account, record } = view.data
  return (
    <>
      <Head view={view.data} />
      <ViewFailure view={view} asOfMs={view.data.asOfMs} />
      <div className="cols flowed">
        <div className="stack">
          <ParametersPanel view={view.data} />
          <Panel title="Why it is held" sub="all reasons, the deciding one first">
            <ol className="grid gap-1 px-4 pb-3">
              {view.data.reasons.map((reason) => (
                <li key={reason.code}>{reason.message}</li>
              ))}
            </ol>
          </Panel>
          <div className="late">
            <Panel
              title="The agent’s recent record"
              sub={
                <>
                  <span className="mono">{approval.agentId}</span> on {approval.handle}, newest first
                </>
              }
              end={<Link href={`/accounts/${encodeURIComponent(account.accountId)}`}>Account</Link>}
            >
              {record.length === 0 ? (
                <EmptyNote fill="Its decided actions appear here.">This is its first action here.</EmptyNote>
              ) : (
                <DecisionsTable decisions={record} />
              )}
            </Panel>
          </div>
        </div>
        <div className="stack">
          <AnswerPanel view={view.data} viewer={viewer} answerApproval={answerApproval} />
          <LifePanel life={view.data.life} />
        </div>
      </div>
    </>
  )
}

function Head({ view: { approval, account } }: { view: ApprovalView }) {
  return (
    <div className="head">
      <div>
        <div className="crumb">
          <Link className="under" href="/approvals">
            Approvals
          </Link>
          <span>/</span>
          <span className="mono">{approval.actionId}</span>
        </div>
        <h1>
          <span className="mono">{approval.agentId}</span> asks to{' '}
          <span className="mono">{approval.actionType}</span>{' '}
          <span className="mono">{approval.targetId}</span> on {approval.handle}
        </h1>
        <div className="meta mt-1.5 items-center">
          <StateBadge account={account} />
          <span>
            Asked{' '}
            <b>
              <Moment atMs={approval.askedAtMs} />
            </b>
          </span>
          {approval.status === 'waiting' ? (
            <span>
              <Due act="Expires" atMs={approval.expiresAtMs} />, at <Moment atMs={approval.expiresAtMs} />
            </span>
          ) : (
            <span>
              Now <b>{approval.status}</b>
            </span>
          )}
          <span>
            Risk <b>{approval.riskLevel}</b>
          </span>
        </div>
      </div>
    </div>
  )
}
