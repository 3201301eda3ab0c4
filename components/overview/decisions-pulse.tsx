import type { OverviewView } from '#lib/contracts/views/overview-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'

const barWidth = 3
const height = 18

/** Decisions of the last full minute, and a bar a minute for the last hour: admitted dark, the rest light. */
export function DecisionsPulse({ decisions }: { decisions: OverviewView['decisions'] }) {
  const { minutes, lastMinute } = decisions
  const total = minutes.reduce((sum, each) => sum + each.admitted + each.held + each.blocked, 0)
  const highest = Math.max(1, ...minutes.map((each) => each.admitted + each.held + each.blocked))
  return (
    <p className="meta mt-1 items-center">
      <span>
        <b>{formatNoun(lastMinute, 'decision')}</b> in the last minute, <b>{formatCount(total)}</b> in the
        last hour
      </span>
      <svg className="no-phone" width={minutes.length * barWidth} height={height} aria-hidden="true">
        <line
          x1="0"
          x2={minutes.length * barWidth}
          y1={height - 0.5}
          y2={height - 0.5}
          stroke="var(--line-strong)"
        />
        {minutes.map((each, index) => {
          const admitted = (each.admitted / highest) * (height - 1)
          const others = ((each.held + each.blocked) / highest) * (height - 1)
          return (
            <g key={each.fromMs}>
              <rect
                x={index * barWidth}
                width={barWidth - 1}
                y={height - 1 - admitted}
                height={admitted}
                fill="var(--series)"
              />
              <rect
                x={index * barWidth}
                width={barWidth - 1}
                y={height - 1 - admitted - others}
                height={others}
                fill="var(--line-strong)"
              />
            </g>
          )
        })}
      </svg>
    </p>
  )
}
