'use client'

import type { RecoveryPostRow } from '#lib/contracts/views/recovery-view.ts'
import { Moment } from '../ui/time-text.tsx'
import { fetchFailureWord } from './recovery-words.ts'

/** When a post's metrics were fetched and will be; when its connection fails, that and why. */
export function FetchLine({ fetch }: { fetch: NonNullable<RecoveryPostRow['fetch']> }) {
  const { fetchedAtMs, failure, nextAtMs } = fetch
  return (
    <span className={failure === null ? 'sub2' : 'sub2 text-t3'}>
      {failure !== null ? (
        <>
          Metrics could not be fetched at <Moment atMs={failure.atMs} />: {fetchFailureWord(failure.code)}
        </>
      ) : fetchedAtMs === null ? (
        'Metrics not fetched yet'
      ) : (
        <>
          Metrics fetched at <Moment atMs={fetchedAtMs} />
        </>
      )}
      {' · next at '}
      <Moment atMs={nextAtMs} />
    </span>
  )
}
