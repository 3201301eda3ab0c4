import type { GuardState } from './state.ts'

/** The guard of an account before its first event. */
export function initialState(accountId: string): GuardState {
  return {
    accountId,
    name: accountId,
    handle: accountId,
    recorded: false,
    seq: 0,
    lastDecidedAtMs: 0,
    policyVersion: null,
    policy: null,
    tier: 'none',
    countedAtMs: [],
    recent: [],
    minutes: [],
    admitted: {},
    lastAdmittedEditAtMs: null,
    promises: [],
    lockout: null,
    closedLockouts: [],
    probation: null,
  }
}
