import type { IntensityView } from '#lib/contracts/views/recovery-post-view.ts'

/** Name and colour of each intensity; a velocity tier of the same name means the opposite. */
export const intensityLook = {
  tier_1: { name: 'Nudge', action: 'comment', color: 'var(--i1)', opacity: 0.07 },
  tier_2: { name: 'Enhancement', action: 'edit', color: 'var(--i2)', opacity: 0.11 },
  tier_3: { name: 'Amplification', action: 'thread', color: 'var(--i3)', opacity: 0.16 },
} as const satisfies Record<IntensityView, object>
