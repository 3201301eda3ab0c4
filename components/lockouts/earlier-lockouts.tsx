'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { LockoutView } from '#lib/contracts/views/lockout-view.ts'
import type { LockoutRow } from '#lib/contracts/views/lockout-row.ts'
import { formatLength, formatSpan } from '#lib/shared/format-time.ts'
import { causeWord, reasonWord } from '../guard/words.ts'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'

/** How many earlier ones fit beside this one. */
const shown = 2

/** This lockout beside the account's others, fact by fact. */
export function EarlierLockouts({ view }: { view: LockoutView }) {
  const all = [view.lockout, ...view.earlier.slice(0, shown)]
  if (all.length === 1) return null
  return (
    <Panel title="Lockouts of this account" sub="side by side">
      <div className="scroll" tabIndex={0} role="region" aria-label="Lockouts of this account, side by side">
        <table className="cmp">
          <thead>
            <tr>
              <th>
                <span className="vh">What</span>
              </th>
              <th>This one</th>
              {all.slice(1).map((each) => (
                <th key={each.lockoutId}>
                  <Link href={`/lockouts/${encodeURIComponent(each.lockoutId)}`}>
                    <Moment atMs={each.openedAtMs} precision="minute" />
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {facts.map(([name, value]) => (
              <tr key={name}>
                <td className="dim">{name}</td>
                {all.map((each) => (
                  <td key={each.lockoutId}>{value(each)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

const none = '–'

/** A fact that does not apply (a person's lock has no speed) is a dash; one that is zero says 0. */
const facts: readonly (readonly [string, (lockout: LockoutRow) => ReactNode])[] = [
  ['Cause', (each) => causeWord[each.cause]],
  [
    'Speed',
    (each) =>
      each.tripped === null ? none : `${each.tripped.actionCount} in ${formatLength(each.tripped.spanMs)}`,
  ],
  ['Agents', (each) => each.agents ?? none],
  ['Targets', (each) => each.targets ?? none],
  ['Refused', (each) => each.attemptCount],
  [
    'Ended',
    (each) => (each.reset === null ? 'open' : `reset, ${formatSpan(each.reset.atMs - each.openedAtMs)}`),
  ],
  ['Reason', (each) => (each.reset === null ? none : reasonWord[each.reset.reasonCode])],
  ['By', (each) => each.reset?.by.name ?? none],
]
