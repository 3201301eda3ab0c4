'use client'

import { useRouter } from 'next/navigation'
import type { PolicyActions } from '#lib/client/policy-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import {
  type AccountPolicyView,
  policiesViewSchema,
  type PoliciesView,
} from '#lib/contracts/views/policies-view.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { Field } from '../ui/field.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { AccountPolicy } from './account-policy.tsx'

interface PoliciesScreenProps {
  readonly initial: PoliciesView
  /** Null when there is no account. */
  readonly initialAccount: AccountPolicyView | null
  readonly viewer: Viewer
  readonly actions: PolicyActions
}

/** The policy of one account, chosen from all: in force, its versions, and what another would have done. */
export function PoliciesScreen({ initial, initialAccount, viewer, actions }: PoliciesScreenProps) {
  const view = useView(queryKeys.policies(), consoleRoutes.policies(), policiesViewSchema, initial)
  const router = useRouter()
  const { accounts } = view.data
  if (initialAccount === null) {
    return (
      <>
        <div className="head">
          <h1>No account is protected yet, so no policy is in force</h1>
        </div>
        <Panel title="Policies">
          <EmptyNote
            fill={
              <>
                Add an account with <code>npx interlock accounts create ID --policy standard</code>.
              </>
            }
          >
            No account has a policy.
          </EmptyNote>
        </Panel>
      </>
    )
  }
  const chooser = (
    <Field label="Account">
      {(control) => (
        <select
          {...control}
          value={initialAccount.accountId}
          onChange={(event) => router.push(`/policies?account=${encodeURIComponent(event.target.value)}`)}
        >
          {accounts.map(({ accountId, handle, policy }) => (
            <option key={accountId} value={accountId}>
              {handle}, {policy?.name ?? 'no policy'}
              {policy?.mode === 'shadow' ? ', shadow' : ''}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
  return (
    <>
      <ViewFailure view={view} asOfMs={view.data.asOfMs} />
      <AccountPolicy
        initial={initialAccount}
        accounts={accounts}
        chooser={chooser}
        isLead={viewer.role === 'lead'}
        actions={actions}
      />
    </>
  )
}
