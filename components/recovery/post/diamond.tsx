import type { IntensityView } from '#lib/contracts/views/recovery-post-view.ts'
import { intensityLook } from './intensity-look.ts'

/** The mark of an action in the colour of its intensity; always beside its name. */
export function Diamond({ intensity }: { intensity: IntensityView }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" className="flex-none" aria-hidden="true">
      <rect
        x="2.5"
        y="2.5"
        width="7"
        height="7"
        fill={intensityLook[intensity].color}
        transform="rotate(45 6 6)"
      />
    </svg>
  )
}
