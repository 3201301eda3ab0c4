'use client'

import { useState, type ReactNode } from 'react'
import type { PolicyActions } from '#lib/client/policy-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import {
  type AccountPolicyView,
  accountPolicyViewSchema,
  type PoliciesView,
} from '#lib/contracts/views/policies-view.ts'
import { policyChanges } from '#lib/engine/policy/policy-changes.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { StaleNote } from '../ui/page-note.tsx'
import { Moment } from '../ui/time-text.tsx'
import { AssignPanel } from './assign-panel.tsx'
import { type Draft, draftOf } from './draft.ts'
import { DraftPanel } from './draft-panel.tsx'
import { ReplayPanel } from './replay-panel.tsx'
import { VersionsPanel } from './versions-panel.tsx'

interface AccountPolicyProps {
  readonly initial: AccountPolicyView
  readonly accounts: PoliciesView['accounts']
  readonly chooser: ReactNode
  readonly isLead: boolean
  readonly actions: PolicyActions
}

/** One account's policy: the draft at the left, what it would change and have done at the right. */
export function AccountPolicy({ initial, accounts, chooser, isLead, actions }: AccountPolicyProps) {
  const { accountId } = initial
  const view = useView(
    queryKeys.accountPolicy(accountId),
    consoleRoutes.accountPolicy(accountId),
    accountPolicyViewSchema,
    initial,
  ).data
  const [started, setStarted] = useState(() => startOf(initial))
  const draft = started.draft
  const setDraft = (next: Draft): void => setStarted({ ...started, draft: next })
  const changes = draft.parsed.ok ? policyChanges(view.policy, draft.parsed.policy) : []
  const hasMoved = view.version !== started.version
  return (
    <>
      <PolicyHead view={view} chooser={chooser} />
      {hasMoved && (
        <StaleNote>
          {view.version} is in force now; this draft started from {started.version ?? 'no policy'}.{' '}
          <Button size="small" onClick={() => setStarted(startOf(view))}>
            Start again from what is in force
          </Button>
        </StaleNote>
      )}
      <div className="cols">
        <div className="stack">
          <DraftPanel
            draft={draft}
            onDraft={setDraft}
            isLead={isLead}
            inForce={view.policy}
            isChanged={changes.length > 0 || !draft.parsed.ok}
          />
          <VersionsPanel versions={view.versions} />
        </div>
        <div className="stack">
          {isLead && (
            <AssignPanel
              accountId={accountId}
              startedFrom={started.version}
              accounts={accounts}
              draft={draft}
              changes={changes}
              assignPolicy={actions.assignPolicy}
              onAssigned={(version) => setStarted({ ...started, version })}
            />
          )}
          <ReplayPanel accountId={accountId} draft={draft} replayPolicy={actions.replayPolicy} />
        </div>
      </div>
    </>
  )
}

function startOf({ version, policy }: AccountPolicyView): { version: string | null; draft: Draft } {
  return { version, draft: draftOf(policy ?? presets.standard) }
}

function PolicyHead({ view, chooser }: { view: AccountPolicyView; chooser: ReactNode }) {
  const [newest] = view.versions
  return (
    <div className="head">
      <div>
        <h1>
          {view.policy === null
            ? `${view.handle} has no policy: nothing is decided for it`
            : `${view.handle} is under ${view.policy.name}${view.policy.mode === 'shadow' ? ', recorded and not enforced' : ''}`}
        </h1>
        <p className="meta mt-1.5">
          {view.policy?.mode === 'shadow' && (
            <Badge tone="unknown" icon="shadow">
              Shadow
            </Badge>
          )}
          {view.version !== null && <span className="mono">{view.version}</span>}
          {newest !== undefined && (
            <span>
              Set {newest.by === null ? 'from the command line' : `by ${newest.by.name}`},{' '}
              <Moment atMs={newest.atMs} />
            </span>
          )}
        </p>
      </div>
      <div className="end">{chooser}</div>
    </div>
  )
}
