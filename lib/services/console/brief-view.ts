import type { BriefClaimView, BriefView, ResetRequestView } from '../../contracts/views/lockout-view.ts'
import type { Brief, BriefClaim } from '../../engine/guard/brief-document.ts'
import { whyVoid } from '../../engine/guard/reset-conditions.ts'
import type { ActiveLockout, GuardState, ResetRequest } from '../../engine/guard/state.ts'

/** A brief with who has acknowledged it, newest first. Pure. */
export function briefView(
  brief: Brief,
  digest: string,
  acknowledgements: ActiveLockout['acknowledgements'],
): BriefView {
  return {
    digest,
    userRationale: brief.userRationale,
    claims: brief.claims.map(claimView),
    counterEvidence: brief.counterEvidence.map(claimView),
    checks: [...brief.checks],
    notes: [...brief.notes],
    acknowledgements: acknowledgements
      .map(({ by, atMs, briefDigest }) => ({ by, atMs, current: briefDigest === digest }))
      .sort((left, right) => right.atMs - left.atMs),
  }
}

function claimView({ id, sentence, evidence }: BriefClaim): BriefClaimView {
  return { id, sentence, events: evidence.length, lastSeq: evidence.at(-1) ?? null }
}

/** A request for a second reviewer as `viewerId` may see it: its note stays hidden until they have voted or asked. Pure. */
export function resetRequestView(
  state: GuardState,
  lockout: ActiveLockout,
  request: ResetRequest,
  viewerId: string,
  nowMs: number,
): ResetRequestView {
  const { requestId, by, atMs, expiresAtMs, statement, vote } = request
  const maySeeNote = by.id === viewerId || vote?.by.id === viewerId
  return {
    requestId,
    by,
    atMs,
    expiresAtMs,
    reasonCode: statement.reasonCode,
    note: maySeeNote ? statement.note : null,
    override: statement.override?.reason ?? null,
    vote: vote && { by: vote.by, approved: vote.approved, atMs: vote.atMs },
    voidBecause: whyVoid(state, lockout, request, nowMs),
  }
}
