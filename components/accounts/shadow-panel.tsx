import type { AccountRow } from '#lib/contracts/views/account-row.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { Badge } from '../ui/badge.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'

/** What enforce would have done with the attempts that shadow mode admitted in the last hour. */
export function ShadowPanel({ account }: { account: AccountRow }) {
  if (account.policy?.mode !== 'shadow') return null
  const { blocked, held, paced, lockoutAtMs } = account.lastHour.shadow
  return (
    <Panel
      title="What enforce would have done"
      sub="last hour"
      end={
        <Badge tone="unknown" icon="shadow">
          Shadow
        </Badge>
      }
    >
      {blocked + held + paced === 0 ? (
        <EmptyNote fill="Attempts that enforce would block, hold or pace are counted here.">
          It would have refused nothing.
        </EmptyNote>
      ) : (
        <dl className="kv px-4 pb-3.5">
          <dt>Blocked</dt>
          <dd>{formatCount(blocked)}</dd>
          <dt>Held</dt>
          <dd>{formatCount(held)}</dd>
          <dt>Paced</dt>
          <dd>{formatCount(paced)}</dd>
          <dt>Locked out</dt>
          <dd>
            {lockoutAtMs === null ? (
              'Never'
            ) : (
              <>
                At <Moment atMs={lockoutAtMs} />; edits after it would have been refused until a reset
              </>
            )}
          </dd>
        </dl>
      )}
    </Panel>
  )
}
