import { createLoader, parseAsString, type SearchParams } from 'nuqs/server'
import { PoliciesScreen } from '#components/policies/policies-screen.tsx'
import { assignPolicy, replayPolicy } from '#app/actions/policies.ts'
import { readAccountPolicy, readPolicies } from '#lib/services/console/read-policies.ts'
import { orNotFound, pageReader } from '../page-reader.ts'

export const metadata = { title: 'Policies' }

const loadAccount = createLoader({ account: parseAsString })

/** The policy of one account, its versions, and what another would have done. */
export default async function PoliciesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { account } = await loadAccount(searchParams)
  const path = account === null ? '/policies' : `/policies?account=${encodeURIComponent(account)}`
  const { context, viewer } = await pageReader(path)
  const policies = await readPolicies(context)
  const accountId = account ?? policies.accounts[0]?.accountId
  const own = accountId === undefined ? null : await orNotFound(readAccountPolicy(context, accountId))
  return (
    <PoliciesScreen
      key={accountId}
      initial={policies}
      initialAccount={own}
      viewer={viewer}
      actions={{ assignPolicy, replayPolicy }}
    />
  )
}
