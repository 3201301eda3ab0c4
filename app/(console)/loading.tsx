import { Skeleton } from '#components/ui/skeleton.tsx'

/** Shapes of the final size, shown after 150 ms. */
export default function Loading() {
  return (
    <div role="status">
      <span className="vh">Loading</span>
      <div className="head">
        <Skeleton height={26} width="min(560px, 80%)" />
      </div>
      <div className="stack">
        <Skeleton height={110} />
        <Skeleton height={390} />
        <Skeleton height={220} />
      </div>
    </div>
  )
}
