import { AccountsScreen } from '#components/accounts/accounts-screen.tsx'
import { readAccounts } from '#lib/services/console/read-accounts.ts'
import { pageReader } from '../page-reader.ts'

export const metadata = { title: 'Accounts' }

/** Every protected account. */
export default async function AccountsPage() {
  const { context } = await pageReader('/accounts')
  return <AccountsScreen initial={await readAccounts(context)} />
}
