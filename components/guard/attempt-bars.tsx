import { SplitBars, type BarKind } from '../charts/split-bars.tsx'
import type { TimeScale } from '../charts/time-scale.ts'
import type { VelocityView } from '#lib/contracts/views/velocity-view.ts'
import { formatSpan } from '#lib/shared/format-time.ts'

const kinds: readonly BarKind[] = [
  { key: 'admitted', side: 'up', fill: 'var(--series)' },
  { key: 'held', side: 'down', fill: 'var(--accent)' },
  { key: 'paced', side: 'down', fill: 'var(--axis)' },
  { key: 'blocked', side: 'down', fill: 'var(--text)' },
  { key: 'refusedByLockout', side: 'down', fill: 'url(#hatch)', stroke: 'var(--t3-mark)' },
]

/** Attempts per bucket: admitted upwards, held or blocked downwards, refused by a lockout hatched. */
export function AttemptBars({
  attempts,
  scale,
  box,
}: {
  attempts: VelocityView['attempts']
  scale: TimeScale
  box: { top: number; height: number }
}) {
  const shown = attempts.buckets.filter(
    (each) => each.fromMs >= scale.fromMs - attempts.bucketMs && each.fromMs <= scale.toMs,
  )
  const highest = Math.max(
    4,
    ...shown.map((each) =>
      Math.max(each.admitted, each.held + each.paced + each.blocked + each.refusedByLockout),
    ),
  )
  const middle = box.top + box.height / 2
  return (
    <>
      <SplitBars
        scale={scale}
        bucketMs={attempts.bucketMs}
        buckets={shown.map((each) => ({ atMs: each.fromMs, counts: { ...each } }))}
        kinds={kinds}
        max={highest}
        top={box.top}
        height={box.height}
      />
      <svg className="overlay" width={scale.width} height="100%" aria-hidden="true">
        {scale.compact ? (
          <text x="0" y={box.top - 4} fontSize="12" fill="var(--text-2)">
            {`Admitted above, held or blocked below, per ${formatSpan(attempts.bucketMs)}`}
          </text>
        ) : (
          <WideLabels middle={middle} bucketMs={attempts.bucketMs} />
        )}
        {[box.top + 9, box.top + box.height].map((y) => (
          <text key={y} x={scale.plotRight + (scale.compact ? 4 : 8)} y={y} fontSize="11" fill="var(--axis)">
            {highest}
          </text>
        ))}
      </svg>
    </>
  )
}

function WideLabels({ middle, bucketMs }: { middle: number; bucketMs: number }) {
  return (
    <>
      <text x="0" y={middle - 18} fontSize="12" fill="var(--text-2)">
        Admitted
      </text>
      <text x="0" y={middle - 4} fontSize="11" fill="var(--text-2)">
        {`per ${formatSpan(bucketMs)}`}
      </text>
      <text x="0" y={middle + 16} fontSize="12" fill="var(--text-2)">
        Held or blocked
      </text>
    </>
  )
}
