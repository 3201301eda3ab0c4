import type { ReactNode } from 'react'

/** Height and place of the three steps of a tier icon, lowest first. */
const steps = [
  { x: 2, y: 9, height: 4 },
  { x: 6.5, y: 5.5, height: 7.5 },
  { x: 11, y: 2, height: 11 },
] as const

function bars(filled: number): ReactNode {
  return steps.map((step, index) => (
    <rect
      key={step.x}
      x={step.x}
      y={step.y}
      width="3"
      height={step.height}
      rx=".6"
      strokeWidth="1.1"
      {...(index < filled ? { fill: 'currentColor' } : { opacity: 0.55 })}
    />
  ))
}

const ring = <circle cx="8" cy="8" r="6" />

/** Every drawing of the console, on a 16 px grid, by what it means rather than by what it looks like. */
const drawings = {
  'tier-0': bars(0),
  'tier-1': bars(1),
  'tier-2': bars(2),
  'tier-3': bars(3),
  locked: (
    <>
      <rect x="3" y="7" width="10" height="7" rx="1.4" fill="currentColor" />
      <path d="M5 7V5a3 3 0 0 1 6 0v2" />
    </>
  ),
  unlocked: (
    <>
      <rect x="3" y="7" width="10" height="7" rx="1.4" />
      <path d="M5 7V5a3 3 0 0 1 5.8-1" />
    </>
  ),
  probation: (
    <>
      {ring}
      <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
    </>
  ),
  held: (
    <>
      {ring}
      <path d="M6.4 5.8v4.4M9.6 5.8v4.4" />
    </>
  ),
  blocked: (
    <>
      {ring}
      <path d="m3.9 3.9 8.2 8.2" />
    </>
  ),
  stop: (
    <>
      <path d="M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5z" />
      <path d="M5.2 8h5.6" />
    </>
  ),
  document: (
    <>
      <path d="M4 2.2h5.2L12 5v8.8H4z" />
      <path d="M6.2 7.4h3.6M6.2 10.2h3.6" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6" strokeDasharray="2.2 2.2" />
      <path d="M6.4 6.4a1.7 1.7 0 1 1 2.2 1.7c-.4.1-.6.4-.6.8M8 11.1v.1" />
    </>
  ),
  attention: (
    <>
      {ring}
      <path d="M8 4.6v4M8 11.2v.1" />
    </>
  ),
  met: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="currentColor" stroke="none" />
      <path d="m5 8.2 2.2 2.2L11 6" stroke="var(--surface)" />
    </>
  ),
  waiting: (
    <>
      {ring}
      <path d="M8 4.6V8l2.4 1.6" />
    </>
  ),
  check: <path d="m3 8.5 3.2 3.3L13 4.5" />,
  box: <rect x="2.8" y="2.8" width="10.4" height="10.4" rx="2" />,
  'box-checked': (
    <>
      <rect x="2.8" y="2.8" width="10.4" height="10.4" rx="2" fill="currentColor" stroke="none" />
      <path d="m5.2 8.2 2 2L11 6" stroke="var(--surface)" />
    </>
  ),
  shadow: <rect x="2.8" y="2.8" width="10.4" height="10.4" rx="2" strokeDasharray="2 2" />,
  person: (
    <>
      <circle cx="8" cy="5.5" r="2.7" />
      <path d="M2.8 14c.6-3 2.6-4.4 5.2-4.4s4.6 1.4 5.2 4.4" />
    </>
  ),
  note: (
    <>
      <path d="M3.2 2.8h9.6v10.4H3.2z" />
      <path d="M5.6 6h4.8M5.6 9h3" />
    </>
  ),
  home: <path d="M2 8.5 8 3l6 5.5M4 7.5V13h8V7.5" />,
  pulse: <path d="M1.5 8h3l2-4.5 3 9 2-4.5h3" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" strokeWidth="2" />,
  resume: <path d="M5 3.2 12.5 8 5 12.8z" fill="currentColor" />,
  settings: (
    <>
      <path d="M2 5h7.2M12.8 5H14M2 11h1.2M6.8 11H14" />
      <circle cx="11" cy="5" r="1.8" />
      <circle cx="5" cy="11" r="1.8" />
    </>
  ),
  close: <path d="m4 4 8 8m0-8-8 8" />,
  down: <path d="m4 6 4 4 4-4" />,
  record: (
    <>
      {ring}
      <circle cx="8" cy="8" r="2.2" fill="currentColor" stroke="none" />
    </>
  ),
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings

/** An icon of the set, always beside a word: hidden from assistive technology. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg
      className={`i ${className}`}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawings[name]}
    </svg>
  )
}
