import { ExecutorsScreen } from '#components/executors/executors-screen.tsx'
import { pointExecutor, resetExecutor, testExecutor } from '#app/actions/executors.ts'
import { readExecutors } from '#lib/services/console/read-executors.ts'
import { pageReader } from '../page-reader.ts'

export const metadata = { title: 'Executors' }

/** Where escalations go. */
export default async function SettingsPage() {
  const { context, viewer } = await pageReader('/settings')
  return (
    <ExecutorsScreen
      initial={await readExecutors(context)}
      viewer={viewer}
      actions={{ pointExecutor, resetExecutor, testExecutor }}
    />
  )
}
