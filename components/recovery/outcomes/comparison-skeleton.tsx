import { Panel } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

/** The panel of the comparison while it is being read. */
export function ComparisonSkeleton() {
  return (
    <Panel title="Does treatment help?" sub="over all posts">
      <div className="px-4 pb-3">
        <p className="vh">Loading</p>
        <Skeleton height={300} />
      </div>
    </Panel>
  )
}
