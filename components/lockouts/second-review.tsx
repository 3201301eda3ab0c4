'use client'

import { useState } from 'react'
import type { LockoutActions } from '#lib/client/lockout-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { LockoutView, ResetRequestView } from '#lib/contracts/views/lockout-view.ts'
import { reasonWord } from '../guard/words.ts'
import { Button } from '../ui/button.tsx'
import { useNow } from '../ui/clock.tsx'
import { TextAreaField } from '../ui/field.tsx'
import { Moment, Until } from '../ui/time-text.tsx'
import { useToast } from '../ui/toast.tsx'

interface SecondReviewProps {
  readonly view: LockoutView
  readonly voteOnReset: LockoutActions['voteOnReset']
}

/** A request that another reviewer made: reason and override, but not the first reviewer's note until one has voted. */
export function SecondReview({ view, voteOnReset }: SecondReviewProps) {
  const { request, viewer } = view
  const nowMs = useNow()
  if (request === null) return null
  const voidBecause = request.voidBecause ?? (request.expiresAtMs <= nowMs ? 'its time has run out' : null)
  if (voidBecause !== null) return <VoidRequest request={request} because={voidBecause} />
  const canVote = viewer.role !== 'viewer' && request.by.id !== viewer.id && request.vote === null
  return (
    <div className="border-line grid gap-2 border-t px-4 py-3">
      <h2>
        {request.vote === null
          ? `${request.by.id === viewer.id ? 'You ask' : `${request.by.name} asks`} for a second reviewer`
          : voteText(request)}
      </h2>
      <p>
        Reason: <b>{reasonWord[request.reasonCode]}</b>
        {request.override !== null && <>. Override: “{request.override}”</>}
        {request.note !== null && <>. Note: “{request.note}”</>}
      </p>
      <p className="dim text-12">
        Asked <Moment atMs={request.atMs} />, expires in <Until atMs={request.expiresAtMs} />
      </p>
      {canVote && <VoteForm view={view} request={request} voteOnReset={voteOnReset} />}
    </div>
  )
}

/** A request that nobody can answer any more, and why. */
function VoidRequest({ request, because }: { request: ResetRequestView; because: string }) {
  return (
    <div className="border-line border-t px-4 py-3" data-testid="void-request">
      <p className="dim">
        The request of {request.by.name}, <Moment atMs={request.atMs} />, is void: {because}.
      </p>
    </div>
  )
}

function VoteForm({ view, request, voteOnReset }: SecondReviewProps & { request: ResetRequestView }) {
  const [note, setNote] = useState('')
  const toast = useToast()
  const act = useAct(
    voteOnReset,
    () => toast('Your vote is recorded'),
    (refusal) => toast(refusal.message, 'bad'),
  )
  const vote = (approved: boolean): void =>
    act.run({ lockoutId: view.lockout.lockoutId, requestId: request.requestId, approved, note })
  return (
    <>
      <TextAreaField label="Your note" measure="optional" rows={2} value={note} onChange={setNote} />
      <div className="flex gap-2">
        <Button size="small" disabled={act.busy} onClick={() => vote(true)}>
          Approve this reset
        </Button>
        <Button size="small" disabled={act.busy} onClick={() => vote(false)}>
          Reject it
        </Button>
      </div>
    </>
  )
}

function voteText(request: ResetRequestView): string {
  if (request.vote === null) return ''
  return `${request.vote.by.name} ${request.vote.approved ? 'approved' : 'rejected'} this reset`
}
