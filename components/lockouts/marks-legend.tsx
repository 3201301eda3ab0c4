import { markLook } from './lockout-zoom.tsx'

const kinds = [
  ['admitted', 'admitted'],
  ['held', 'held'],
  ['paced', 'paced'],
  ['blocked', 'blocked'],
  ['refused_by_lockout', 'refused by the lockout'],
] as const

/** What the marks of the zoom and the hatch mean. */
export function MarksLegend() {
  return (
    <div className="legend">
      {kinds.map(([outcome, word]) => (
        <span key={outcome}>
          <Mark {...markLook[outcome]} />
          {word}
        </span>
      ))}
      <span>
        <svg width="16" height="10" aria-hidden="true">
          <rect width="16" height="10" fill="url(#hatch)" />
        </svg>
        locked: not counted
      </span>
    </div>
  )
}

function Mark({ shape, color }: { shape: 'dot' | 'ring' | 'cross'; color: string }) {
  return (
    <svg width="10" height="10" viewBox="-5 -5 10 10" aria-hidden="true">
      {shape === 'dot' && <circle r="3.2" fill={color} />}
      {shape === 'ring' && <circle r="2.9" fill="none" stroke={color} strokeWidth="1.8" />}
      {shape === 'cross' && <path d="M-3-3L3 3M3-3L-3 3" stroke={color} strokeWidth="1.8" />}
    </svg>
  )
}
