'use client'

import { useState } from 'react'
import type { AssignPolicy } from '#lib/client/policy-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { PoliciesView } from '#lib/contracts/views/policies-view.ts'
import type { PolicyChange } from '#lib/engine/policy/policy-changes.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Panel } from '../ui/panel.tsx'
import { useToast } from '../ui/toast.tsx'
import { ChangesTable } from './changes-table.tsx'
import type { Draft } from './draft.ts'

interface AssignPanelProps {
  readonly accountId: string
  /** The version that the draft started from; null when the account had none. */
  readonly startedFrom: string | null
  readonly accounts: PoliciesView['accounts']
  readonly draft: Draft
  readonly changes: readonly PolicyChange[]
  readonly assignPolicy: AssignPolicy
  readonly onAssigned: (version: string) => void
}

/** What would change, and for which accounts; from their next decision on. */
export function AssignPanel(props: AssignPanelProps) {
  const { accountId, startedFrom, accounts, draft, changes, assignPolicy, onAssigned } = props
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set([accountId]))
  const [open, setOpen] = useState(false)
  const toast = useToast()
  const act = useAct(
    assignPolicy,
    ({ version, assigned }) => {
      setOpen(false)
      onAssigned(version)
      toast(`${version} is in force on ${formatNoun(assigned.length, 'more account')}`)
    },
    () => setOpen(false),
  )
  const seen = accounts
    .filter((each) => chosen.has(each.accountId))
    .map((each) => ({
      accountId: each.accountId,
      seenVersion: each.accountId === accountId ? startedFrom : (each.policy?.version ?? null),
    }))
  return (
    <Panel title="Assign" sub="in force from the next decision on">
      <div className="side-form">
        <p>
          {changes.length === 0
            ? 'Nothing is changed yet.'
            : `${formatNoun(changes.length, 'field')} would change.`}
        </p>
        {changes.length > 0 && <ChangesTable changes={changes} />}
        <AccountBoxes accounts={accounts} chosen={chosen} onChosen={setChosen} />
        <Button
          tone="primary"
          unavailable={!draft.parsed.ok || seen.length === 0}
          onClick={() => {
            if (draft.parsed.ok && seen.length > 0) setOpen(true)
          }}
        >
          Assign to {formatNoun(seen.length, 'account')}…
        </Button>
        <Why draft={draft} count={seen.length} />
        {act.refusal !== null && (
          <p className="text-t3" role="alert">
            {act.refusal.message}
          </p>
        )}
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Assign this policy to ${formatNoun(seen.length, 'account')}?`}
        description={`${seen.map((each) => each.accountId).join(', ')}: the next decision is made under it, in every process. A lockout that is open stays open.`}
        confirmLabel={`Assign to ${formatNoun(seen.length, 'account')}`}
        tone="primary"
        busy={act.busy}
        onConfirm={() => act.run({ document: draft.text, accounts: seen })}
      />
    </Panel>
  )
}

function AccountBoxes({
  accounts,
  chosen,
  onChosen,
}: {
  accounts: PoliciesView['accounts']
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
}) {
  return (
    <div role="group" aria-label="Accounts">
      {accounts.map((each) => (
        <label className="switch" key={each.accountId}>
          <input
            type="checkbox"
            checked={chosen.has(each.accountId)}
            onChange={(event) => onChosen(toggled(chosen, each.accountId, event.target.checked))}
          />
          <span>
            {each.handle} <span className="faint mono">{each.policy?.version ?? 'no policy'}</span>
          </span>
        </label>
      ))}
    </div>
  )
}

/** Why it cannot be assigned yet. */
function Why({ draft, count }: { draft: Draft; count: number }) {
  if (draft.parsed.ok) return count === 0 ? <p className="dim">Choose an account.</p> : null
  return (
    <div className="text-t3" role="status">
      <p>{formatNoun(draft.parsed.issues.length, 'fault')}; the policy in force stays:</p>
      <ul>
        {draft.parsed.issues.map(({ path, message }) => (
          <li key={path + message}>
            <span className="mono">{path || 'The document'}</span> {message}
          </li>
        ))}
      </ul>
    </div>
  )
}

function toggled(chosen: ReadonlySet<string>, accountId: string, isChosen: boolean): ReadonlySet<string> {
  const next = new Set(chosen)
  if (isChosen) next.add(accountId)
  else next.delete(accountId)
  return next
}
