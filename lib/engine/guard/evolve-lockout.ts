import { minuteMs } from '../policy/needed-count.ts'
import { unreachable } from '../../shared/assert.ts'
import type { GuardEvent, Person } from './events.ts'
import type { ActiveLockout } from './state.ts'

/** How long a claim lasts after the claimant's last act on the lockout. */
export const claimLeaseMs = 5 * minuteMs

type LockoutEvent = Extract<
  GuardEvent,
  {
    type:
      | 'lockout_claimed'
      | 'lockout_claim_released'
      | 'brief_acknowledged'
      | 'brief_revised'
      | 'lockout_upheld'
      | 'uphold_withdrawn'
      | 'reset_requested'
      | 'reset_voted'
  }
>

/** Folds one event of an active lockout; an event of another lockout changes nothing. */
export function evolveLockout(lockout: ActiveLockout, event: LockoutEvent, atMs: number): ActiveLockout {
  if (event.data.lockoutId !== lockout.lockoutId) return lockout
  switch (event.type) {
    case 'lockout_claimed': {
      const changesHands = lockout.claim?.by.id !== event.data.by.id
      const claim = { by: event.data.by, untilMs: event.data.untilMs }
      return { ...lockout, claim, version: lockout.version + (changesHands ? 1 : 0) }
    }
    case 'lockout_claim_released':
      return { ...lockout, claim: null, version: lockout.version + 1 }
    case 'brief_acknowledged': {
      const { by, briefDigest } = event.data
      const others = lockout.acknowledgements.filter((one) => one.by.id !== by.id)
      return renewClaim({ ...lockout, acknowledgements: [...others, { by, briefDigest, atMs }] }, by, atMs)
    }
    case 'brief_revised': {
      // A new digest voids every acknowledgement that was made on the old one; a request says so by its own digest.
      const { brief, briefDigest, by } = event.data
      const revised = { ...lockout, brief, briefDigest, acknowledgements: [] }
      return renewClaim({ ...revised, version: lockout.version + 1 }, by, atMs)
    }
    case 'lockout_upheld': {
      const { by, note, reviewAtMs } = event.data
      const upheld = { by, note, reviewAtMs, atMs }
      const after = { ...lockout, upheld, upheldBefore: lockout.upheld, version: lockout.version + 1 }
      return renewClaim(after, by, atMs)
    }
    case 'uphold_withdrawn': {
      const { upheldBefore } = lockout
      const after = { ...lockout, upheld: upheldBefore, upheldBefore: null, version: lockout.version + 1 }
      return renewClaim(after, event.data.by, atMs)
    }
    case 'reset_requested': {
      const { lockoutId: _, ...request } = event.data
      return renewClaim({ ...lockout, request: { ...request, atMs, vote: null } }, request.by, atMs)
    }
    case 'reset_voted': {
      const { request } = lockout
      if (request?.requestId !== event.data.requestId) return lockout
      const { by, approved, note } = event.data
      return { ...lockout, request: { ...request, vote: { by, approved, note, atMs } } }
    }
    default:
      return unreachable(event)
  }
}

/** Whoever holds the claim keeps it while acting. */
function renewClaim(lockout: ActiveLockout, by: Person, atMs: number): ActiveLockout {
  const { claim } = lockout
  if (claim?.by.id !== by.id || claim.untilMs <= atMs) return lockout
  return { ...lockout, claim: { by: claim.by, untilMs: atMs + claimLeaseMs } }
}
