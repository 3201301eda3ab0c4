import type { ReactNode } from 'react'
import { Button } from './button.tsx'

/** Nothing here: a sentence, and what would fill it. */
export function EmptyNote({ children, fill }: { children: ReactNode; fill: ReactNode }) {
  return (
    <div className="note">
      <p>{children}</p>
      <p className="dim">{fill}</p>
    </div>
  )
}

/** What failed, the request it failed in, and a way to try again. */
export function FailedNote({
  what,
  requestId,
  onRetry,
}: {
  what: string
  requestId?: string | undefined
  onRetry?: () => void
}) {
  return (
    <div className="note failed" role="alert">
      <p>
        <b>{what}</b>
      </p>
      {requestId !== undefined && (
        <p className="dim">
          Request <span className="mono">{requestId}</span>
        </p>
      )}
      {onRetry !== undefined && (
        <Button size="small" onClick={onRetry}>
          Retry
        </Button>
      )}
    </div>
  )
}

/** The last values are kept, and this says how old they are. */
export function StaleNote({ children }: { children: ReactNode }) {
  return (
    <p className="note stale" role="status">
      {children}
    </p>
  )
}
