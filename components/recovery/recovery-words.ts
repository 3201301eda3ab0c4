/** Intensities on screen; a velocity tier of the same name means the opposite. */
const intensityWords: Readonly<Record<string, string>> = {
  tier_1: 'Nudge',
  tier_2: 'Enhancement',
  tier_3: 'Amplification',
}

/** Why a post is where it is, in words. */
const stateWords: Readonly<Record<string, string>> = {
  waiting: 'Not evaluated yet',
  eligible: 'Stagnating, may be helped',
  held_out: 'Held out, kept untreated',
  paused: 'Paused',
  exhausted: 'Remedies spent',
  healthy: 'Healthy',
  account_locked_out: 'Account is locked out',
  stop_order: 'Stopped by an order',
  insufficient_samples: 'Too few samples',
  metrics_regressed: 'Counters fell',
  insufficient_exposure: 'Too few impressions to judge',
  duplicate_action: 'Remedy given or under way',
  window_frequency_exceeded: 'Enough actions in the window',
  action_cooldown_active: 'Cooling down',
  account_budget_exceeded: 'Account’s budget is spent',
  capability_unsupported: 'Platform cannot do it',
}

/** Where an action stands, in words. */
const statusWords: Readonly<Record<string, string>> = {
  reserved: 'queued',
  running: 'running',
  succeeded: 'done',
  failed: 'failed',
  unknown: 'being looked up',
  retry_scheduled: 'to be tried again',
  needs_human: 'needs a person',
  exhausted: 'given up',
  cancelled: 'called off',
}

/** Why metrics could not be fetched, in words. */
const fetchFailureWords: Readonly<Record<string, string>> = {
  rate_limit: 'the platform’s rate limit is spent',
  service_unavailable: 'the platform is unavailable',
  timeout: 'the platform did not answer in time',
  network_error: 'the platform cannot be reached',
  http_401: 'the credential is refused',
  http_403: 'the credential may not read them',
  unreadable_answer: 'the answer is not one',
  credential_unreadable: 'the credential cannot be opened; connect the account again',
  recording_unreadable: 'the recorded file cannot be read',
}

export function fetchFailureWord(code: string): string {
  return fetchFailureWords[code] ?? code
}

export function intensityWord(intensity: string | null): string {
  return intensity === null ? '–' : (intensityWords[intensity] ?? intensity)
}

export function stateWord(state: string): string {
  return stateWords[state] ?? state
}

export function statusWord(status: string): string {
  return statusWords[status] ?? status
}
