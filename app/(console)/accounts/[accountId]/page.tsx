import type { Metadata } from 'next'
import { createLoader, parseAsStringLiteral, type SearchParams } from 'nuqs/server'
import { AccountScreen } from '#components/accounts/account-screen.tsx'
import { lockOutAccount } from '#app/actions/lockouts.ts'
import { setPolicyMode } from '#app/actions/policies.ts'
import { setStopOrder } from '#app/actions/stop-orders.ts'
import { velocityRanges } from '#lib/contracts/views/velocity-view.ts'
import { readAccount } from '#lib/services/console/read-account.ts'
import { readVelocity } from '#lib/services/console/read-velocity.ts'
import { orNotFound, pageReader } from '../../page-reader.ts'

interface AccountPageProps {
  readonly params: Promise<{ accountId: string }>
  readonly searchParams: Promise<SearchParams>
}

const loadRange = createLoader({ range: parseAsStringLiteral(velocityRanges).withDefault('6h') })

export async function generateMetadata({ params }: AccountPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).accountId) }
}

/** One account against its limits. */
export default async function AccountPage({ params, searchParams }: AccountPageProps) {
  const accountId = decodeURIComponent((await params).accountId)
  const [{ context, viewer }, { range }] = await Promise.all([
    pageReader(`/accounts/${encodeURIComponent(accountId)}`),
    loadRange(searchParams),
  ])
  const [account, velocity] = await orNotFound(
    Promise.all([readAccount(context, accountId), readVelocity(context, accountId, range)]),
  )
  return (
    <AccountScreen
      key={accountId}
      initial={account}
      initialVelocity={velocity}
      initialRange={range}
      viewer={viewer}
      lockOutAccount={lockOutAccount}
      setStopOrder={setStopOrder}
      setPolicyMode={setPolicyMode}
    />
  )
}
