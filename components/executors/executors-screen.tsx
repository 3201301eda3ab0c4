'use client'

import { useState } from 'react'
import type { ExecutorActions } from '#lib/client/executor-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { type ExecutorsView, executorsViewSchema } from '#lib/contracts/views/executors-view.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { ExecutorsTable } from './executors-table.tsx'
import { PointDialog } from './point-dialog.tsx'
import { SecretDialog, type ShownSecret } from './secret-dialog.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

interface ExecutorsScreenProps {
  readonly initial: ExecutorsView
  readonly viewer: Viewer
  readonly actions: ExecutorActions
}

/** Where escalations go, what came of the last, and for leads the means to change it. */
export function ExecutorsScreen({ initial, viewer, actions }: ExecutorsScreenProps) {
  const view = useView(queryKeys.executors(), consoleRoutes.executors(), executorsViewSchema, initial)
  const [isRegistering, setRegistering] = useState(false)
  const [shown, setShown] = useState<ShownSecret | null>(null)
  const { executors, asOfMs } = view.data
  const isLead = viewer.role === 'lead'
  return (
    <>
      <div className="head">
        <div>
          <SettingsTabs current="/settings" />
          <h1>{title(executors)}</h1>
          <p className="meta mt-1.5">
            {isLead
              ? 'A change holds from the next attempt on, for what is pending too.'
              : 'Leads point executors at webhooks.'}
          </p>
        </div>
        {isLead && (
          <div className="end">
            <Button onClick={() => setRegistering(true)}>Register an executor…</Button>
          </div>
        )}
      </div>
      <div className="stack">
        <ViewFailure view={view} asOfMs={asOfMs} />
        <Panel title="Executors" sub="built in first, then by name">
          <ExecutorsTable executors={executors} isLead={isLead} actions={actions} onSecret={setShown} />
        </Panel>
      </div>
      {isRegistering && (
        <PointDialog
          executor={null}
          onClose={() => setRegistering(false)}
          onSecret={setShown}
          pointExecutor={actions.pointExecutor}
        />
      )}
      {shown !== null && <SecretDialog shown={shown} onClose={() => setShown(null)} />}
    </>
  )
}

function title(executors: ExecutorsView['executors']): string {
  const unheard = executors.filter(({ builtIn, webhook }) => builtIn === null && webhook === null)
  if (unheard.length > 0) {
    const names = unheard.map(({ name }) => name).join(', ')
    return `Nobody is registered as ${names}: escalations routed there reach no handler`
  }
  const webhooks = executors.filter(({ webhook }) => webhook !== null).length
  const ownCount = executors.length - webhooks
  const own = ownCount === 0 ? '' : `${formatNoun(ownCount, 'executor')} handled by Interlock`
  const sent = webhooks === 0 ? '' : `${formatNoun(webhooks, 'executor')} at a webhook`
  return [own, sent].filter((part) => part !== '').join(', ')
}
