'use client'

import { useState } from 'react'
import type { PointExecutor } from '#lib/client/executor-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { ExecutorRow } from '#lib/contracts/views/executors-view.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { useToast } from '../ui/toast.tsx'
import type { ShownSecret } from './secret-dialog.tsx'

interface PointDialogProps {
  /** Null registers one by a new name. */
  readonly executor: ExecutorRow | null
  readonly onClose: () => void
  /** Told of a secret that is new. */
  readonly onSecret: (shown: ShownSecret) => void
  readonly pointExecutor: PointExecutor
}

type SecretChoice = 'keep' | 'new' | 'own'

/** Points an executor at a signed webhook, or changes its address or its secret. */
export function PointDialog({ executor, onClose, onSecret, pointExecutor }: PointDialogProps) {
  const webhook = executor?.webhook ?? null
  const [draft, setDraft] = useState<Draft>({
    name: executor?.name ?? '',
    url: webhook?.url ?? '',
    choice: webhook === null ? 'new' : 'keep',
    own: '',
  })
  const { name, url, choice, own } = draft
  const toast = useToast()
  const act = useAct(pointExecutor, ({ secret }) => {
    onClose()
    if (secret !== null && choice === 'new') onSecret({ name, secret })
    else toast(`${name} is at its webhook from the next attempt on`)
  })
  const { refusal } = act
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={executor === null ? 'Register an executor' : `Point ${executor.name} at a webhook`}
      description={
        executor?.builtIn == null
          ? 'Policies name it as the executor of a tier. Each escalation is sent there as a signed request.'
          : 'Each escalation is sent there as a signed request instead. Pacing and holding go on: the policy’s containment switches them.'
      }
      confirmLabel={executor === null ? 'Register the executor' : 'Point the executor'}
      tone="primary"
      busy={act.busy}
      onConfirm={() => act.run({ name: name.trim(), url, secret: secretOf[choice](own) })}
    >
      <PointFields
        draft={draft}
        isNew={executor === null}
        hasSecret={webhook !== null}
        faults={refusal?.fields ?? {}}
        onDraft={(change) => setDraft({ ...draft, ...change })}
      />
      {refusal !== null && Object.keys(refusal.fields ?? {}).length === 0 && (
        <p className="text-t3" role="alert">
          {refusal.message}
        </p>
      )}
    </ConfirmDialog>
  )
}

/** What is being typed. */
interface Draft {
  readonly name: string
  readonly url: string
  readonly choice: SecretChoice
  /** A secret of the receiver's own. */
  readonly own: string
}

/** What each choice asks of the server. */
const secretOf: Readonly<Record<SecretChoice, (own: string) => string | null>> = {
  keep: () => null,
  new: () => 'new',
  own: (own) => own,
}

interface PointFieldsProps {
  readonly draft: Draft
  readonly isNew: boolean
  readonly hasSecret: boolean
  /** What is wrong with each field. */
  readonly faults: Readonly<Record<string, string>>
  readonly onDraft: (change: Partial<Draft>) => void
}

function PointFields({ draft, isNew, hasSecret, faults, onDraft }: PointFieldsProps) {
  return (
    <>
      {isNew && (
        <TextField
          label="Name"
          measure="as policies name it"
          className="mono"
          error={faults['name']}
          value={draft.name}
          onChange={(event) => onDraft({ name: event.target.value })}
        />
      )}
      <TextField
        label="Address"
        measure="http or https"
        className="mono"
        inputMode="url"
        placeholder="https://"
        error={faults['url']}
        value={draft.url}
        onChange={(event) => onDraft({ url: event.target.value })}
      />
      <SecretChoices hasSecret={hasSecret} choice={draft.choice} onChoice={(choice) => onDraft({ choice })} />
      {draft.choice === 'own' && (
        <TextField
          label="Secret"
          measure="whsec_…"
          className="mono"
          autoComplete="off"
          error={faults['secret']}
          value={draft.own}
          onChange={(event) => onDraft({ own: event.target.value })}
        />
      )}
    </>
  )
}

const choices = { keep: 'Keep the secret', new: 'Make a new secret', own: 'Use a secret of yours' } as const

interface SecretChoicesProps {
  readonly hasSecret: boolean
  readonly choice: SecretChoice
  readonly onChoice: (choice: SecretChoice) => void
}

function SecretChoices({ hasSecret, choice, onChoice }: SecretChoicesProps) {
  const offered = (['keep', 'new', 'own'] as const).filter((each) => hasSecret || each !== 'keep')
  return (
    <fieldset className="choices">
      <legend>Secret that signs each request</legend>
      {offered.map((each) => (
        <label key={each}>
          <input type="radio" name="secret" checked={choice === each} onChange={() => onChoice(each)} />
          {choices[each]}
        </label>
      ))}
    </fieldset>
  )
}
