'use client'

import { FailedNote } from '#components/ui/page-note.tsx'

/** The page could not be read. What it was stays in the log; the digest finds it there. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <section className="panel">
      <FailedNote
        what="This page could not be read"
        onRetry={reset}
        {...(error.digest !== undefined && { requestId: error.digest })}
      />
    </section>
  )
}
