import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

export type BadgeTone = 'plain' | 't1' | 't2' | 't3' | 'locked' | 'prob' | 'ok' | 'hold' | 'unknown'

/** A state in one word with its icon; `plain` has no box. */
export function Badge({ tone, icon, children }: { tone: BadgeTone; icon: IconName; children: ReactNode }) {
  return (
    <span className={`badge ${tone}`}>
      <Icon name={icon} />
      {children}
    </span>
  )
}
