'use client'

import type { BriefClaimView, LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'
import { BriefChecks } from './brief-checks.tsx'
import type { Decision } from './use-decision.ts'

interface BriefPanelProps {
  readonly view: LockoutView
  readonly decision: Decision
  /** Opens the events behind a claim. */
  readonly onClaim: (claimId: string) => void
}

/** The diagnostic brief: claims with their events; what speaks against a lockout beside them, equal in size. */
export function BriefPanel({ view, decision, onClaim }: BriefPanelProps) {
  const { brief, lockout } = view
  return (
    <Panel
      title="Brief"
      sub="from recorded events only"
      end={<Acknowledgement view={view} decision={decision} />}
    >
      <p className="dim px-4 pb-2">{brief.userRationale}</p>
      <div className="brief">
        <div>
          <Claims claims={brief.claims} from={1} onClaim={onClaim} />
          <SinceLock view={view} />
        </div>
        <div>
          <h3 className="sec">Speaks against a lockout</h3>
          {brief.counterEvidence.length === 0 ? (
            <p className="dim px-4 pb-2">Nothing on record speaks against it.</p>
          ) : (
            <Claims claims={brief.counterEvidence} from={brief.claims.length + 1} onClaim={onClaim} />
          )}
          <h3 className="sec">Check before a reset</h3>
          <BriefChecks key={lockout.lockoutId} checks={brief.checks} />
        </div>
      </div>
      <BriefNotes view={view} />
    </Panel>
  )
}

function Claims({
  claims,
  from,
  onClaim,
}: {
  claims: readonly BriefClaimView[]
  from: number
  onClaim: (claimId: string) => void
}) {
  return (
    <ol className="claims" start={from}>
      {claims.map((claim, index) => (
        <Claim key={claim.id} claim={claim} number={from + index} onOpen={() => onClaim(claim.id)} />
      ))}
    </ol>
  )
}

/** A claim whose events are missing is unsupported: dashed, grey, "0 events". */
function Claim({ claim, number, onOpen }: { claim: BriefClaimView; number: number; onOpen: () => void }) {
  if (claim.events === 0) {
    return (
      <li className="uns">
        <Icon name="unknown" />
        <span>Unsupported: “{claim.sentence}”</span>
        <span className="ev faint">0 events</span>
      </li>
    )
  }
  const isOne = claim.events === 1 && claim.lastSeq !== null
  return (
    <li>
      <span className="no">{number}</span>
      <span className="wrap-anywhere">{claim.sentence}</span>
      <button
        type="button"
        className="ev"
        onClick={onOpen}
        aria-label={`Open ${formatNoun(claim.events, 'event')} of claim ${number}`}
      >
        {isOne ? `#${formatCount(claim.lastSeq ?? 0)}` : formatNoun(claim.events, 'event')}
      </button>
    </li>
  )
}

/** Live, and so not a part of the brief or its digest. */
function SinceLock({ view }: { view: LockoutView }) {
  const { attemptCount, lastAttemptAtMs } = view.lockout
  return (
    <p className="dim text-12 px-4 pt-2 pb-1">
      Since the lock, not part of the brief:{' '}
      {attemptCount === 0 || lastAttemptAtMs === null ? (
        'no attempt'
      ) : (
        <>
          {formatNoun(attemptCount, 'attempt')} refused, last <Moment atMs={lastAttemptAtMs} />
        </>
      )}
    </p>
  )
}

function BriefNotes({ view }: { view: LockoutView }) {
  const { notes } = view.brief
  if (notes.length === 0) return null
  return (
    <div className="border-line border-t py-2.5">
      <h3 className="px-4 pb-1">Reviewers’ notes, part of the brief</h3>
      <ul>
        {notes.map((note) => (
          <li key={note.atMs} className="px-4 py-1">
            <b>{note.by}</b>, <Moment atMs={note.atMs} />: {note.note}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Acknowledgement({ view, decision }: { view: LockoutView; decision: Decision }) {
  const { brief, viewer, lockout } = view
  const own = brief.acknowledgements.find((each) => each.by.id === viewer.id)
  if (own?.current === true) {
    return (
      <span className="v ok">
        <Icon name="check" />
        acknowledged&nbsp;
        <Moment atMs={own.atMs} />
      </span>
    )
  }
  if (lockout.status === 'reset' || viewer.role === 'viewer') return null
  return (
    <>
      {own !== undefined && <span>you acknowledged an older one</span>}
      <Button size="small" disabled={decision.acknowledge.busy} onClick={decision.acknowledge.run}>
        Acknowledge {brief.digest.slice(0, 6)}
      </Button>
    </>
  )
}
