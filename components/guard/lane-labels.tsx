import { peakOf } from '../charts/step-series.ts'
import type { TimeScale } from '../charts/time-scale.ts'
import type { VelocityLane } from '#lib/contracts/views/velocity-view.ts'
import { formatRate, tierLook, tierResponse } from './words.ts'

interface LaneLabelsProps {
  readonly lane: VelocityLane
  readonly scale: TimeScale
  readonly box: { readonly top: number; readonly height: number }
  readonly max: number
  readonly policy: { readonly paces: boolean; readonly holds: boolean }
  readonly endsNow: boolean
  readonly counting: boolean
}

/** A lane's name and window at its left, threshold and count at its right, and its peak when that is over. */
export function LaneLabels(props: LaneLabelsProps) {
  return (
    <>
      {props.scale.compact ? <CompactName {...props} /> : <WideName {...props} />}
      <Ends {...props} />
      <Peak {...props} />
    </>
  )
}

function WideName({ lane, box, policy }: LaneLabelsProps) {
  const look = tierLook[lane.tier]
  const response = tierResponse(lane.tier, policy)
  const y = box.top + Math.max(11, box.height / 2 - 14)
  return (
    <>
      <text x="0" y={y} fontSize="12" fontWeight="600" fill={look.color}>
        {look.name}
      </text>
      <text x="0" y={y + 15} fontSize="11" fill="var(--text-2)">
        {`count in ${lane.windowMinutes} min`}
      </text>
      <text x="0" y={y + 29} fontSize="11" fill="var(--text-2)">
        {`at ${lane.threshold} ${response?.act ?? 'is recorded'}`}
      </text>
    </>
  )
}

function CompactName({ lane, box, endsNow, counting }: LaneLabelsProps) {
  const look = tierLook[lane.tier]
  return (
    <text x="0" y={box.top - 4} fontSize="12" fill="var(--text-2)">
      <tspan fill={look.color} fontWeight="600">
        {look.name}
      </tspan>
      {` count in ${lane.windowMinutes} min`}
      {endsNow && counting && (
        <>
          {', now '}
          <tspan fill="var(--text)" fontWeight="600">
            {lane.count}
          </tspan>
        </>
      )}
    </text>
  )
}

function Ends({ lane, scale, box, max, endsNow, counting }: LaneLabelsProps) {
  const look = tierLook[lane.tier]
  const thresholdY = box.top + box.height * (1 - lane.threshold / max) + 4
  if (scale.compact) {
    return (
      <text x={scale.plotRight + 4} y={thresholdY} fontSize="12" fontWeight="600" fill={look.color}>
        {lane.threshold}
      </text>
    )
  }
  const x = scale.plotRight + 8
  return (
    <>
      <text x={x} y={thresholdY} fontSize="11" fontWeight="600" fill={look.color}>
        {`${lane.threshold} = ${formatRate(lane.actionsPerMinute)}/min`}
      </text>
      {endsNow && (
        <text
          x={x}
          y={Math.max(box.top + box.height - 2, thresholdY + 13)}
          fontSize="11"
          fontWeight={counting ? 600 : 400}
          fill={counting ? 'var(--text)' : 'var(--text-2)'}
        >
          {counting ? `now ${lane.count}, ${lane.left} left` : 'not counting'}
        </text>
      )}
    </>
  )
}

function Peak({ lane, scale, box, max }: LaneLabelsProps) {
  const peak = peakOf(lane.points, scale)
  if (peak === null || peak.count <= lane.threshold) return null
  const x = scale.x(peak.atMs)
  const hasRoom = x - scale.plotLeft > 60
  return (
    <text
      x={hasRoom ? x - 5 : x + 8}
      y={Math.max(box.top + 10, box.top + box.height * (1 - peak.count / max) + 6)}
      fontSize="11"
      fontWeight="600"
      fill="var(--text)"
      textAnchor={hasRoom ? 'end' : 'start'}
      paintOrder="stroke"
      stroke="var(--surface)"
      strokeWidth="3"
      strokeLinejoin="round"
    >
      {`peak ${peak.count}`}
    </text>
  )
}
