'use client'

import { queryKeys } from '#lib/client/query-keys.ts'
import type { LockOutAccount } from '#lib/client/lockout-actions.ts'
import type { SetPolicyMode } from '#lib/client/policy-actions.ts'
import type { SetStopOrder } from '#lib/client/stop-order-actions.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { accountViewSchema, type AccountView } from '#lib/contracts/views/account-view.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import type { VelocityRange, VelocityView } from '#lib/contracts/views/velocity-view.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { AccountHead } from './account-head.tsx'
import { AgentsPanel } from './agents-panel.tsx'
import { DecisionsPanel } from './decisions-panel.tsx'
import { DistanceGauges } from './distance-gauges.tsx'
import { PastLockouts } from './past-lockouts.tsx'
import { ShadowPanel } from './shadow-panel.tsx'
import { TransitionsPanel } from './transitions-panel.tsx'
import { VelocityPanel } from './velocity-panel.tsx'

interface AccountScreenProps {
  readonly initial: AccountView
  readonly initialVelocity: VelocityView
  readonly initialRange: VelocityRange
  readonly viewer: Viewer
  readonly lockOutAccount: LockOutAccount
  readonly setStopOrder: SetStopOrder
  readonly setPolicyMode: SetPolicyMode
}

/** One account: how far it is from each limit, how it got there, and what was decided lately. */
export function AccountScreen({
  initial,
  initialVelocity,
  initialRange,
  viewer,
  lockOutAccount,
  setStopOrder,
  setPolicyMode,
}: AccountScreenProps) {
  const accountId = initial.account.accountId
  const view = useView(
    queryKeys.account(accountId),
    consoleRoutes.account(accountId),
    accountViewSchema,
    initial,
  )
  const { account, lastReset, transitions, decisions, agents, lockouts } = view.data
  return (
    <>
      <AccountHead
        account={account}
        agents={agents.map(({ agentId }) => agentId)}
        lastReset={lastReset}
        viewer={viewer}
        lockOutAccount={lockOutAccount}
        setStopOrder={setStopOrder}
        setPolicyMode={setPolicyMode}
      />
      <div className="stack">
        <ViewFailure view={view} asOfMs={view.data.asOfMs} />
        <DistanceGauges account={account} />
        <VelocityPanel account={account} initial={initialVelocity} initialRange={initialRange} />
        <div className="wide-narrow">
          <div className="stack">
            <TransitionsPanel transitions={transitions} />
            <DecisionsPanel decisions={decisions} />
          </div>
          <div className="stack">
            <ShadowPanel account={account} />
            <AgentsPanel agents={agents} />
            <PastLockouts lockouts={lockouts} />
          </div>
        </div>
      </div>
    </>
  )
}
