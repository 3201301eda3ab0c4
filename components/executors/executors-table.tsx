'use client'

import Link from 'next/link'
import { useState } from 'react'
import type { ExecutorActions } from '#lib/client/executor-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import { consolePlaces } from '#lib/contracts/console-places.ts'
import type { ExecutorRow } from '#lib/contracts/views/executors-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { deliveryLooks } from '../guard/delivery-words.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/time-text.tsx'
import { useToast } from '../ui/toast.tsx'
import { PointDialog } from './point-dialog.tsx'
import { ResetDialog } from './reset-dialog.tsx'
import type { ShownSecret } from './secret-dialog.tsx'

interface ExecutorsTableProps {
  readonly executors: readonly ExecutorRow[]
  readonly isLead: boolean
  readonly actions: ExecutorActions
  readonly onSecret: (shown: ShownSecret) => void
}

/** Each executor: what it does, where it goes, who names it, its last delivery, and what a lead can do. */
export function ExecutorsTable({ executors, isLead, actions, onSecret }: ExecutorsTableProps) {
  const [open, setOpen] = useState<{ kind: 'point' | 'reset'; executor: ExecutorRow } | null>(null)
  return (
    <>
      <table className="flow">
        <thead>
          <tr>
            <th>Executor</th>
            <th>Goes to</th>
            <th>Named by</th>
            <th>Last delivery</th>
            {isLead && <th className="num">Change</th>}
          </tr>
        </thead>
        <tbody>
          {executors.map((executor) => (
            <tr key={executor.name}>
              <td className="full">
                <b className="mono wrap-anywhere">{executor.name}</b>
                {executor.builtIn !== null && <span className="sub2">{executor.builtIn}</span>}
              </td>
              <td className="full">
                <GoesTo executor={executor} />
              </td>
              <td className="full">
                <NamedBy executor={executor} />
              </td>
              <td className="full">
                <LastDelivery last={executor.last} />
              </td>
              {isLead && (
                <td className="full">
                  <ExecutorButtons
                    executor={executor}
                    actions={actions}
                    onPoint={() => setOpen({ kind: 'point', executor })}
                    onReset={() => setOpen({ kind: 'reset', executor })}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {open?.kind === 'point' && (
        <PointDialog
          executor={open.executor}
          onClose={() => setOpen(null)}
          onSecret={onSecret}
          pointExecutor={actions.pointExecutor}
        />
      )}
      {open?.kind === 'reset' && (
        <ResetDialog
          executor={open.executor}
          onClose={() => setOpen(null)}
          resetExecutor={actions.resetExecutor}
        />
      )}
    </>
  )
}

function GoesTo({ executor: { webhook, builtIn, name } }: { executor: ExecutorRow }) {
  if (webhook !== null) {
    return (
      <>
        <span className="mono wrap-anywhere">{webhook.url}</span>
        <span className="sub2">
          {webhook.changedBy.name}, <Moment atMs={webhook.changedAtMs} />
        </span>
      </>
    )
  }
  if (builtIn !== null) return <>Interlock itself</>
  return (
    <span className="v t2">
      <Icon name="attention" />
      Nobody is registered as {name}
    </span>
  )
}

function NamedBy({ executor: { namedBy } }: { executor: ExecutorRow }) {
  if (namedBy.length === 0) return <span className="dim">No policy in force</span>
  return (
    <>
      {namedBy.map(({ policyVersion, tier, accounts }) => (
        <span className="block" key={`${policyVersion} ${tier}`}>
          {tier === 'tier_1' ? 'Tier 1' : 'Tier 2'} of{' '}
          <span className="mono wrap-anywhere">{policyVersion}</span>
          <span className="dim">, {formatNoun(accounts, 'account')}</span>
        </span>
      ))}
    </>
  )
}

function LastDelivery({ last }: { last: ExecutorRow['last'] }) {
  if (last === null) return <span className="dim">None yet</span>
  const { tone, icon, word } = deliveryLooks[last.status]
  return (
    <>
      <span className={`v ${tone}`}>
        <Icon name={icon} />
        <Link className="h tap" href={consolePlaces.delivery(last.deliveryId)}>
          {word}
        </Link>
      </span>
      <span className="sub2">
        {last.handle}, <Moment atMs={last.createdAtMs} />
      </span>
    </>
  )
}

interface ExecutorButtonsProps {
  readonly executor: ExecutorRow
  readonly actions: ExecutorActions
  readonly onPoint: () => void
  readonly onReset: () => void
}

function ExecutorButtons({ executor, actions, onPoint, onReset }: ExecutorButtonsProps) {
  const { name, webhook, builtIn } = executor
  const toast = useToast()
  const tell = (answer: string, tookMs: number) =>
    toast(`${name}: ${answer.charAt(0).toLowerCase()}${answer.slice(1)} after ${formatCount(tookMs)} ms`)
  const test = useAct(
    actions.testExecutor,
    ({ answer, tookMs }) => tell(answer, tookMs),
    ({ message }) => toast(message),
  )
  const point = webhook === null ? 'Point at a webhook…' : 'Change the webhook…'
  return (
    <div className="row-acts">
      {webhook !== null && (
        <Button
          size="small"
          aria-label={`Send ${name} a test`}
          disabled={test.busy}
          onClick={() => test.run({ name })}
        >
          Send a test
        </Button>
      )}
      <Button size="small" aria-label={`${name}: ${point}`} onClick={onPoint}>
        {point}
      </Button>
      {webhook !== null && (
        <Button
          size="small"
          aria-label={`${name}: ${builtIn === null ? 'remove…' : 'point back…'}`}
          onClick={onReset}
        >
          {builtIn === null ? 'Remove…' : 'Point back…'}
        </Button>
      )}
    </div>
  )
}
