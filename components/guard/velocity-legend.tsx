/** The kinds of attempt below the lanes, and what the hatches mean. */
export function VelocityLegend({ hasLockout, hasProbation }: { hasLockout: boolean; hasProbation: boolean }) {
  return (
    <div className="legend">
      <Swatch fill="var(--series)">admitted</Swatch>
      <Swatch fill="var(--accent)">held for approval</Swatch>
      <Swatch fill="var(--axis)">paced</Swatch>
      <Swatch fill="var(--text)">blocked</Swatch>
      {hasLockout && (
        <Swatch fill="url(#hatch)" stroke="var(--t3-mark)">
          refused by the lockout, not counted
        </Swatch>
      )}
      {hasProbation && <Swatch fill="url(#hatch-p)">probation</Swatch>}
    </div>
  )
}

function Swatch({ fill, stroke, children }: { fill: string; stroke?: string; children: string }) {
  const width = stroke === undefined ? 6 : 16
  return (
    <span>
      <svg width={width} height="10" aria-hidden="true">
        <rect
          x=".5"
          y=".5"
          width={width - 1}
          height="9"
          fill={fill}
          {...(stroke !== undefined && { stroke })}
        />
      </svg>
      {children}
    </span>
  )
}
