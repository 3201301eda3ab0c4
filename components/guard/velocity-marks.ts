import type { Interval } from '../charts/step-series.ts'
import type { Flag, RibbonStretch } from '../charts/time-marks.tsx'
import type { VelocityFlag, VelocityView } from '#lib/contracts/views/velocity-view.ts'
import { formatOrdinal } from '#lib/shared/format-count.ts'
import { formatLength, formatMoment, formatSpanShort } from '#lib/shared/format-time.ts'
import { tierLook } from './words.ts'

/** The ribbon's stretches: tiers tinted, a lockout solid, probation violet; no tier is the bare line. */
export function ribbonStretches(view: VelocityView): RibbonStretch[] {
  return view.ribbon.flatMap((stretch): RibbonStretch[] => {
    const span = { fromMs: stretch.fromMs, toMs: stretch.toMs }
    switch (stretch.state) {
      case 'none':
        return []
      case 'unknown':
        return [
          {
            ...span,
            labels: ['No record yet', 'No record'],
            fill: 'var(--surface)',
            stroke: 'var(--line-strong)',
            dash: '3 3',
            color: 'var(--unknown)',
          },
        ]
      case 'locked_out': {
        const lasted = isWhole(stretch, view)
          ? [`Locked out ${formatSpanShort(stretch.toMs - stretch.fromMs)}`]
          : []
        return [
          {
            ...span,
            labels: [...lasted, 'Locked out', 'Locked'],
            fill: 'var(--stop)',
            color: 'var(--on-stop)',
          },
        ]
      }
      case 'probation':
        return [
          {
            ...span,
            labels: ['Probation', 'P'],
            fill: 'var(--prob-tint)',
            stroke: 'var(--prob-mark)',
            color: 'var(--prob)',
          },
        ]
      case 'tier_1':
      case 'tier_2':
      case 'tier_3': {
        const look = tierLook[stretch.state]
        const number = look.name.slice(-1)
        return [
          {
            ...span,
            labels: [look.name, `T${number}`, number],
            fill: look.tint,
            stroke: look.mark,
            color: look.color,
          },
        ]
      }
    }
  })
}

/** Neither begun before the chart nor gone on after it: only then is its width its length. */
function isWhole(stretch: Interval, view: VelocityView): boolean {
  return stretch.fromMs > view.fromMs && (stretch.toMs < view.toMs || view.toMs >= view.asOfMs)
}

/** Flags that are named over the chart: lockouts, resets and new policies. Tier changes are the ribbon's borders. */
export function namedFlags(view: VelocityView, zone: string): Flag[] {
  return view.flags.flatMap((flag): Flag[] => {
    const at = formatMoment(flag.atMs, view.asOfMs, zone)
    const atShort = formatMoment(flag.atMs, view.asOfMs, zone, 'minute')
    switch (flag.kind) {
      case 'tier_changed':
        return []
      case 'lockout_opened':
        return [
          {
            atMs: flag.atMs,
            labels: [`${at} locked out${speed(flag)}`, `${at} locked out`, `${atShort} locked out`, 'locked'],
            color: 'var(--t3)',
            stroke: 'var(--t3-mark)',
          },
        ]
      case 'lockout_reset':
        return [
          {
            atMs: flag.atMs,
            labels: [`${at} reset by ${flag.by.name}`, `${atShort} reset`, 'reset'],
            color: 'var(--text)',
            stroke: 'var(--text)',
          },
        ]
      case 'policy_assigned':
        // The first policy is how an account begins, not a change.
        if (flag.atMs <= knownFrom(view) + openingMs) return []
        return [
          {
            atMs: flag.atMs,
            labels: [`${atShort} policy ${flag.policyVersion}`],
            color: 'var(--text-2)',
            stroke: 'var(--line-strong)',
          },
        ]
    }
  })
}

/** Tier 3 always trips at its threshold, so what tells is how fast they came: ": 15th in 2 min 50 s". */
function speed(flag: Extract<VelocityFlag, { kind: 'lockout_opened' }>): string {
  if (flag.tripped === null) return flag.cause === 'kill_switch' ? ' by a person' : ''
  return `: ${formatOrdinal(flag.tripped.actionCount)} in ${formatLength(flag.tripped.spanMs)}`
}

/** Assigning the first policy takes no longer than this. */
const openingMs = 60_000

/** From when on the account's state is on record. */
export function knownFrom(view: VelocityView): number {
  const first = view.ribbon[0]
  return first?.state === 'unknown' ? first.toMs : view.fromMs
}

/** Stretches of probation, to be hatched. */
export function probationOf(view: VelocityView): { fromMs: number; toMs: number }[] {
  return view.ribbon.filter((each) => each.state === 'probation')
}
