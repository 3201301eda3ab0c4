import type { Flag } from '../../charts/time-marks.tsx'
import type { RecoverySeries } from '#lib/contracts/views/recovery-series-view.ts'
import { formatMoment } from '#lib/shared/format-time.ts'
import { intensityLook } from './intensity-look.ts'

/** Each action as a diamond, and each moment at which the post became healthy after one. */
export function engagementFlags({ actions, recoveries, asOfMs }: RecoverySeries, zone: string): Flag[] {
  const clock = (atMs: number) => formatMoment(atMs, asOfMs, zone, 'minute')
  return [
    ...actions.map(({ atMs, actionType, intensity }) => {
      const { name, color } = intensityLook[intensity]
      return {
        atMs,
        labels: [`${clock(atMs)} ${actionType} (${name.toLowerCase()})`, actionType],
        color: 'var(--text)',
        stroke: color,
        toRight: true,
        diamond: true,
      }
    }),
    ...recoveries.map(({ atMs, episode }) => ({
      atMs,
      labels: [`${clock(atMs)} healthy: episode ${String(episode)} recovered`, 'recovered'],
      color: 'var(--ok)',
      stroke: 'var(--ok-mark)',
      toRight: true,
    })),
  ]
}
