import { Bracket, bracketText, EventRows, markRowHeight, type MarkRow } from '../charts/event-rows.tsx'
import { HatchBand, TimeAxis, TimeGrid } from '../charts/time-marks.tsx'
import type { TimeScale } from '../charts/time-scale.ts'
import type { AttemptOutcome } from '#lib/contracts/views/decision-row.ts'
import type { LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { formatLength } from '#lib/shared/format-time.ts'

interface LockoutZoomMarksProps {
  readonly view: LockoutView
  readonly outer: TimeScale
  readonly inner: TimeScale
  readonly top: number
  readonly zoomTop: number
  readonly zone: string
}

/** One row per agent, one mark per attempt, and the bracket over those that tripped. */
export function LockoutZoomMarks({ view, outer, inner, top, zoomTop }: LockoutZoomMarksProps) {
  const { zoom, lockout } = view
  const pitch = inner.compact ? markRowHeight.compact : markRowHeight.wide
  const bottom = zoomTop + zoom.agents.length * pitch + 8
  const lockX = inner.x(lockout.openedAtMs)
  const lockedUntilMs = Math.min(zoom.toMs, lockout.reset?.atMs ?? zoom.toMs)
  const text =
    lockout.tripped === null
      ? null
      : `the ${lockout.tripped.actionCount} that tripped, ${formatLength(lockout.tripped.spanMs)}`
  const bracket = zoom.tripped === null || text === null ? null : { ...zoom.tripped, text }
  return (
    <>
      <Lead outer={outer} inner={inner} top={top} zoomTop={zoomTop} />
      <TimeGrid scale={inner} top={zoomTop} bottom={bottom} />
      <line x1={inner.plotLeft} x2={inner.plotRight} y1={zoomTop} y2={zoomTop} stroke="var(--line-strong)" />
      <HatchBand
        scale={inner}
        of={{ fromMs: lockout.openedAtMs, toMs: lockedUntilMs }}
        top={zoomTop}
        bottom={bottom}
        id="hatch"
      />
      <line x1={lockX} x2={lockX} y1={zoomTop} y2={bottom} stroke="var(--t3-mark)" strokeWidth="1.4" />
      <EventRows scale={inner} rows={rowsOf(view)} top={zoomTop} />
      <TimeAxis
        scale={inner}
        y={bottom + 18}
        avoid={bracket === null ? undefined : bracketText(inner, bracket, bracket.text)}
      />
      {bracket !== null && (
        <Bracket scale={inner} fromMs={bracket.fromMs} toMs={bracket.toMs} y={bottom} text={bracket.text} />
      )}
    </>
  )
}

/** From the stretch on the upper axis to the whole of the lower one. */
function Lead({
  outer,
  inner,
  top,
  zoomTop,
}: {
  outer: TimeScale
  inner: TimeScale
  top: number
  zoomTop: number
}) {
  const left = outer.x(inner.fromMs)
  const right = outer.x(inner.toMs)
  const middle = top + (zoomTop - top) / 3
  const d = `M${left} ${top - 18}V${middle}L${inner.plotLeft} ${zoomTop}M${right} ${top - 18}V${middle}L${inner.plotRight} ${zoomTop}`
  return <path d={d} fill="none" stroke="var(--line-strong)" />
}

/** How each answer is drawn; the legend has the same. */
export const markLook = {
  admitted: { shape: 'dot', color: 'var(--series)' },
  held: { shape: 'ring', color: 'var(--accent)' },
  paced: { shape: 'cross', color: 'var(--axis)' },
  blocked: { shape: 'cross', color: 'var(--text)' },
  refused_by_lockout: { shape: 'cross', color: 'var(--t3-mark)' },
} as const satisfies Record<AttemptOutcome, object>

function rowsOf({ zoom, lockout }: LockoutView): MarkRow[] {
  return zoom.agents.map((agent) => ({
    name: agent.agentId,
    note: lockout.tripped === null ? '' : `${agent.ofTripped} of the ${lockout.tripped.actionCount}`,
    marks: agent.marks.map((mark) => ({
      id: mark.seq,
      atMs: mark.atMs,
      circled: mark.seq === zoom.tripped?.lastSeq,
      ...markLook[mark.outcome],
    })),
  }))
}
