import type { RecoverySeries } from '#lib/contracts/views/recovery-series-view.ts'
import { Diamond } from './diamond.tsx'

/** What the marks of the chart mean, where no label stands beside them. */
export function EngagementLegend({ series }: { series: RecoverySeries }) {
  return (
    <p className="legend">
      <span>
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <circle cx="6" cy="6" r="5" fill="var(--i2)" />
        </svg>
        evaluation that planned an action
      </span>
      <span>
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <circle cx="6" cy="6" r="3.6" fill="var(--surface)" stroke="var(--series)" strokeWidth="1.4" />
        </svg>
        evaluation that did not{series.evaluationsThinned && ', not every one drawn'}
      </span>
      <span className="no-phone">
        <Diamond intensity="tier_2" />
        action
      </span>
    </p>
  )
}
