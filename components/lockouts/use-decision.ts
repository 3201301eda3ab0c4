'use client'

import { useState } from 'react'
import type { LockoutActions } from '#lib/client/lockout-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { useToast } from '../ui/toast.tsx'
import { conditionsWith, emptyDraft, unmetText, type ResetDraft } from './reset-draft.ts'

/** All that the decision panel, the phone's action bar and the keys share: the draft, the acts and what is unmet. */
export function useDecision(view: LockoutView, actions: LockoutActions) {
  const toast = useToast()
  const [draft, setDraft] = useState<ResetDraft>(emptyDraft)
  const [confirming, setConfirming] = useState(false)
  const { lockoutId, version, handle } = view.lockout
  const briefDigest = view.brief.digest
  const said = (text: string) => () => toast(text)
  const refused = (refusal: { message: string }): void => toast(refusal.message, 'bad')

  const claim = useAct(actions.claimLockout, said('You hold the claim for 5 min'), refused)
  const release = useAct(actions.releaseClaim, said('Claim released'), refused)
  const acknowledge = useAct(actions.acknowledgeBrief, said('Brief acknowledged'), refused)
  const withdraw = useAct(actions.withdrawUphold, said('Uphold taken back'), refused)
  const uphold = useAct(
    actions.upholdLockout,
    (made) =>
      toast(`Upheld: ${handle} stays locked`, 'plain', () =>
        withdraw.run({ lockoutId, version: made.version }),
      ),
    refused,
  )
  const second = useAct(actions.requestSecondReview, said('Asked for a second reviewer'), refused)
  const reset = useAct(
    actions.resetLockout,
    () => {
      setConfirming(false)
      toast(`${handle} was reset: the count starts afresh`)
    },
    () => setConfirming(false),
  )

  const conditions = conditionsWith(draft, view)
  const unmet = unmetText(conditions)
  const statement =
    draft.reasonCode === ''
      ? null
      : {
          reasonCode: draft.reasonCode,
          note: draft.note,
          override: draft.override === null ? null : { reason: draft.override },
        }
  return {
    draft,
    change: (part: Partial<ResetDraft>) => setDraft((now) => ({ ...now, ...part })),
    conditions,
    unmet,
    confirming,
    setConfirming,
    claim: { ...claim, run: () => claim.run({ lockoutId }) },
    release: { ...release, run: () => release.run({ lockoutId }) },
    acknowledge: { ...acknowledge, run: () => acknowledge.run({ lockoutId, briefDigest }) },
    uphold: {
      ...uphold,
      run: (note: string, reviewAtMs: number | null) => uphold.run({ lockoutId, version, note, reviewAtMs }),
    },
    askSecond: {
      ...second,
      run: () => statement && second.run({ lockoutId, version, briefDigest, statement }),
    },
    reset: {
      ...reset,
      run: () => statement && reset.run({ lockoutId, version, briefDigest, handle: draft.handle, statement }),
    },
    /** Opens the confirm dialog, or leads to the first condition that is unmet. */
    pressReset: () =>
      unmet === ''
        ? setConfirming(true)
        : focusFirstUnmet(conditions.find((each) => each.status !== 'met')?.id),
  }
}

export type Decision = ReturnType<typeof useDecision>

/** The condition's own control when it has one, else the condition itself. */
function focusFirstUnmet(id: string | undefined): void {
  const item = id === undefined ? null : document.getElementById(`condition-${id}`)
  const control = item?.querySelector<HTMLElement>('input, select, textarea, button, a[href]')
  const target = control ?? item
  target?.focus()
  target?.scrollIntoView({ block: 'center' })
}
