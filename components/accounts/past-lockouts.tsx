'use client'

import Link from 'next/link'
import type { LockoutRow } from '#lib/contracts/views/lockout-row.ts'
import { formatSpan } from '#lib/shared/format-time.ts'
import { causeWord, reasonWord } from '../guard/words.ts'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'

/** The account's lockouts, newest first, and how each ended. */
export function PastLockouts({ lockouts }: { lockouts: readonly LockoutRow[] }) {
  return (
    <Panel title="Lockouts" sub="newest first">
      {lockouts.length === 0 ? (
        <EmptyNote fill="The first opens when tier 3 is reached, or when a person locks the account.">
          Never locked out.
        </EmptyNote>
      ) : (
        <table>
          <thead>
            <tr>
              <th>Opened</th>
              <th>Cause</th>
              <th>Ended</th>
            </tr>
          </thead>
          <tbody>
            {lockouts.map((lockout) => (
              <tr key={lockout.lockoutId}>
                <td className="nw">
                  <Link className="tap" href={`/lockouts/${encodeURIComponent(lockout.lockoutId)}`}>
                    <Moment atMs={lockout.openedAtMs} />
                  </Link>
                </td>
                <td>{causeWord[lockout.cause]}</td>
                <td className="dim">
                  {lockout.reset === null
                    ? 'open'
                    : `reset after ${formatSpan(lockout.reset.atMs - lockout.openedAtMs)} by ${lockout.reset.by.name}: ${reasonWord[lockout.reset.reasonCode].toLowerCase()}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
