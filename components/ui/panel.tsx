import { useId, type ReactNode } from 'react'

interface PanelProps {
  readonly title: ReactNode
  /** What the title leaves open, in a few words. */
  readonly sub?: ReactNode
  /** Links and controls at the right end of the head. */
  readonly end?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

/** The one level of border: a section named by its title, holding rows and rules, never another panel. */
export function Panel({ title, sub, end, className = '', children }: PanelProps) {
  const id = useId()
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <div className="ph">
        <h2 id={id}>{title}</h2>
        {sub !== undefined && <span className="sub">{sub}</span>}
        {end !== undefined && <span className="end">{end}</span>}
      </div>
      {children}
    </section>
  )
}
