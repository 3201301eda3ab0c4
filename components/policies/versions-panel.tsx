'use client'

import type { AccountPolicyView } from '#lib/contracts/views/policies-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { Badge } from '../ui/badge.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'
import { ChangesTable } from './changes-table.tsx'

type Version = AccountPolicyView['versions'][number]

/** The account's versions: who set each, when, and what it changed. */
export function VersionsPanel({ versions }: { versions: readonly Version[] }) {
  return (
    <Panel title="Versions" sub="newest first, the first one is in force">
      {versions.length === 0 ? (
        <EmptyNote fill="The first one appears when a policy is assigned.">No version yet.</EmptyNote>
      ) : (
        <ol className="versions">
          {versions.map((version) => (
            <VersionRow key={version.seq} version={version} />
          ))}
        </ol>
      )}
    </Panel>
  )
}

function VersionRow({ version }: { version: Version }) {
  const { seq, atMs, by, mode, changes, isFirst } = version
  return (
    <li>
      <p>
        <b className="mono">{version.version}</b>{' '}
        {mode === 'shadow' && (
          <Badge tone="unknown" icon="shadow">
            Shadow
          </Badge>
        )}{' '}
        <span className="dim">
          {by === null ? 'from the command line' : `by ${by.name}`}, <Moment atMs={atMs} />, event #{seq}
        </span>
      </p>
      {isFirst ? (
        <p className="dim">The first policy of this account, or the oldest that is listed.</p>
      ) : changes.length === 0 ? (
        <p className="dim">The same document again.</p>
      ) : (
        <details>
          <summary>{formatNoun(changes.length, 'field')} changed</summary>
          <ChangesTable changes={changes} />
        </details>
      )}
    </li>
  )
}
