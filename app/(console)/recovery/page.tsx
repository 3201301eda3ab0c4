import { createLoader, type SearchParams } from 'nuqs/server'
import { Suspense } from 'react'
import { settleRecoveryAction } from '#app/actions/recovery.ts'
import { ComparisonPanel } from '#components/recovery/outcomes/comparison-panel.tsx'
import { ComparisonSkeleton } from '#components/recovery/outcomes/comparison-skeleton.tsx'
import { filterOf, filterParams } from '#components/recovery/posts/filter-params.ts'
import { RecoveryScreen } from '#components/recovery/recovery-screen.tsx'
import { recoveryQuery } from '#lib/contracts/recovery-filter.ts'
import type { ConsoleContext } from '#lib/services/console/console-context.ts'
import { readRecovery } from '#lib/services/console/read-recovery.ts'
import { readRecoveryPosts } from '#lib/services/console/read-recovery-posts.ts'
import { readComparison } from '#lib/services/recovery/read-comparison.ts'
import { pageReader } from '../page-reader.ts'

export const metadata = { title: 'Recovery' }

const loadFilter = createLoader(filterParams)

/** What recovery needs a person for, the posts that the URL asks for, and whether treatment helps. */
export default async function RecoveryPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filter = filterOf(await loadFilter(searchParams))
  const query = recoveryQuery(filter)
  const { context, viewer } = await pageReader(query === '' ? '/recovery' : `/recovery?${query}`)
  const [initial, posts] = await Promise.all([readRecovery(context), readRecoveryPosts(context, filter)])
  const settle = viewer.role === 'viewer' ? null : settleRecoveryAction
  return (
    <RecoveryScreen
      initial={initial}
      initialPosts={{ filter, view: posts }}
      comparison={
        <Suspense fallback={<ComparisonSkeleton />}>
          <Comparison context={context} />
        </Suspense>
      }
      settle={settle}
    />
  )
}

/** Looks at every outcome, so that the page does not wait for it. */
async function Comparison({ context }: { context: ConsoleContext }) {
  return <ComparisonPanel initial={await readComparison(context)} />
}
