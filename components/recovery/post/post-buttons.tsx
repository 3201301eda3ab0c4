'use client'

import { useState, type ComponentProps } from 'react'
import type { PostActions } from '#lib/client/recovery-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { Button } from '../../ui/button.tsx'
import { useToast } from '../../ui/toast.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { refusalText } from './refusal-text.ts'

interface PostButtonsProps {
  readonly view: RecoveryPostView
  /** Null for a viewer. */
  readonly acts: PostActions | null
  readonly onActed: () => void
}

/** Evaluate now, pause and resume; a viewer reads who could. */
export function PostButtons({ view, acts, onActed }: PostButtonsProps) {
  if (acts === null) {
    return (
      <p className="dim text-12">A reviewer or lead can have it evaluated, pause it, call actions off.</p>
    )
  }
  return (
    <>
      {view.post.paused === null && <EvaluateButton view={view} acts={acts} onActed={onActed} />}
      {view.post.paused === null ? (
        <PauseButton view={view} acts={acts} onActed={onActed} />
      ) : (
        <ResumeButton view={view} paused={view.post.paused} acts={acts} onActed={onActed} />
      )}
    </>
  )
}

interface ButtonProps {
  readonly view: RecoveryPostView
  readonly acts: PostActions
  readonly onActed: () => void
}

function EvaluateButton({ view, acts, onActed }: ButtonProps) {
  const toast = useToast()
  const act = useAct(
    acts.evaluatePost,
    (value) => {
      toast(value?.planned ? 'Evaluated: an action is planned' : 'Evaluated: no action was planned')
      onActed()
    },
    (refusal) => toast(refusalText(refusal), 'bad'),
  )
  return (
    <Button size="small" disabled={act.busy} onClick={() => act.run({ postNo: view.post.postNo })}>
      Evaluate now
    </Button>
  )
}

function PauseButton({ view, acts, onActed }: ButtonProps) {
  const [asking, setAsking] = useState(false)
  const toast = useToast()
  const { postNo } = view.post
  const undo = useAct(
    acts.resumePost,
    () => {
      toast('Recovery of this post is resumed')
      onActed()
    },
    (refusal) => toast(refusalText(refusal), 'bad'),
  )
  const act = useAct(acts.pausePost, (value) => {
    setAsking(false)
    onActed()
    if (value === null) return
    const { pausedAtMs, calledOff } = value
    const off = calledOff === 0 ? '' : `; ${formatNoun(calledOff, 'action')} called off`
    toast(`Recovery of this post is paused${off}`, 'plain', () =>
      undo.run({ postNo, pausedAtMs, reason: 'Undone right after the pause' }),
    )
  })
  return (
    <ReasonedButton
      name="Pause recovery of this post…"
      act={act}
      asking={asking}
      onAsking={setAsking}
      title="Pause recovery of this post?"
      description={pauseConsequences(view)}
      label="Why it is paused"
      confirmLabel="Pause recovery"
      onConfirm={(reason) => act.run({ postNo, reason })}
    />
  )
}

/** What a pause does to what is there now, before it is done. */
function pauseConsequences({ actions }: RecoveryPostView): string {
  const named = (statuses: readonly string[]) =>
    actions.filter(({ status }) => statuses.includes(status)).map(({ actionType }) => `the ${actionType}`)
  const waiting = named(['reserved', 'retry_scheduled'])
  const going = named(['running', 'unknown'])
  return [
    'Until somebody resumes it, the post is not evaluated and nothing is planned or dispatched for it.',
    waiting.length > 0 && `What waits is called off: ${waiting.join(', ')}.`,
    going.length > 0 && `What is under way runs to its end: ${going.join(', ')}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

function ResumeButton({
  view,
  paused,
  acts,
  onActed,
}: ButtonProps & { readonly paused: NonNullable<RecoveryPostView['post']['paused']> }) {
  const [asking, setAsking] = useState(false)
  const toast = useToast()
  const act = useAct(acts.resumePost, () => {
    setAsking(false)
    toast('Recovery of this post is resumed')
    onActed()
  })
  return (
    <ReasonedButton
      name="Resume recovery of this post…"
      act={act}
      asking={asking}
      onAsking={setAsking}
      title="Resume recovery of this post?"
      description={`${paused.by.name} paused it: “${paused.reason}” Resumed, it is evaluated at once.`}
      label="Why it is resumed"
      confirmLabel="Resume recovery"
      onConfirm={(reason) => act.run({ postNo: view.post.postNo, pausedAtMs: paused.atMs, reason })}
    />
  )
}

interface ReasonedButtonProps extends Pick<
  ComponentProps<typeof ReasonDialog>,
  'title' | 'description' | 'label' | 'confirmLabel' | 'onConfirm'
> {
  readonly name: string
  readonly act: Pick<ReturnType<typeof useAct>, 'busy' | 'refusal' | 'clear'>
  readonly asking: boolean
  readonly onAsking: (asking: boolean) => void
}

/** A button whose act is explained, and given a reason, before it is done. */
function ReasonedButton({ name, act, asking, onAsking, ...dialog }: ReasonedButtonProps) {
  return (
    <>
      <Button size="small" onClick={() => onAsking(true)}>
        {name}
      </Button>
      {asking && (
        <ReasonDialog
          {...dialog}
          tone="primary"
          refusal={act.refusal}
          busy={act.busy}
          onClose={() => {
            act.clear()
            onAsking(false)
          }}
        />
      )}
    </>
  )
}
