import type { Connector, FetchedSample, MetricsAnswer } from '../../connectors/connector.ts'
import { hourMs } from '../../engine/policy/needed-count.ts'
import { presets } from '../../engine/policy/presets.ts'
import { backoffMs } from '../../engine/recovery/retry-rule.ts'
import { claimFetch, type ClaimedFetch, settleFetch } from '../../store/recovery/metric-fetches.ts'
import { createConnector } from './create-connector.ts'
import { lookEveryMs } from './evaluate-claimed.ts'
import { ingestSamples } from './ingest-samples.ts'
import { recoveryPolicies, type RecoveryPolicies } from './recovery-policies.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'
import { createUnderWay, type UnderWay } from './under-way.ts'

/** How many posts a request names, how long a claim holds, and the pause between two requests of one connection. */
export const fetchLimits = { maxPosts: 100, leaseMs: 60_000, paceMs: 1000 } as const
/** Connections that are asked at once: each waits mostly for its platform. A connection has one request at a time. */
export const fetchesAtOnce = { atOnce: 16, ofOneAccount: 16 } as const
/** Of these, how many may go to connections that did not answer last time: those that hang leave room for others. */
const failingAtOnce = 8
/** The longest that a post which the platform does not show, or a connection that fails, is left alone, in ms. */
const longestWaitMs = 24 * hourMs

/** What a round did. */
export interface FetchRound {
  requests: number
  samples: number
}

/**
 * Fetches the metrics of every watched post that is due, connection by connection; any number of workers share them,
 * and no post is fetched twice for one due time. Of connections that failed last time a call may leave some to the next
 * one, so that they never take every place. What fails here (the database, say) is told and met again once the
 * claim's lease is over; what the platform does is written down with the connection.
 */
export async function fetchDueMetrics(
  runtime: RecoveryRuntime,
  onFailure: (error: unknown) => void,
  shouldStop: () => boolean = () => false,
  random: () => number = Math.random,
): Promise<FetchRound> {
  const underWay = createUnderWay(fetchesAtOnce, onFailure)
  const round = { requests: 0, samples: 0 }
  try {
    await startDueFetches(runtime, underWay, shouldStop, random, round)
  } catch (error) {
    onFailure(error)
  }
  await underWay.idle()
  return round
}

/** Begins the same and waits for none of them, so that a platform that hangs holds up nobody else's next round. */
export async function startDueFetches(
  runtime: RecoveryRuntime,
  underWay: UnderWay,
  shouldStop: () => boolean,
  random: () => number = Math.random,
  round: FetchRound = { requests: 0, samples: 0 },
): Promise<void> {
  const policies = recoveryPolicies(runtime)
  for (;;) {
    await underWay.room()
    if (shouldStop()) return
    const answeringOnly = underWay.count() >= failingAtOnce
    const claim = await claimFetch(runtime.database, {
      ...fetchLimits,
      answeringOnly,
      nowMs: runtime.clock(),
    })
    if (!claim) return
    round.requests += 1
    const { accountId, platform, leaseEndsAtMs } = claim
    underWay.start(JSON.stringify([accountId, platform, leaseEndsAtMs]), accountId, async () => {
      round.samples += await fetchClaimed(runtime, claim, policies, random)
    })
  }
}

async function fetchClaimed(
  runtime: RecoveryRuntime,
  claim: ClaimedFetch,
  policies: RecoveryPolicies,
  random: () => number,
): Promise<number> {
  const startedAtMs = performance.now()
  const answer = await ask(runtime, claim)
  // Held up for so long, it may be older than what somebody else has fetched since.
  if (performance.now() - startedAtMs >= fetchLimits.leaseMs) return 0
  const atMs = runtime.clock()
  if (answer.kind === 'failed') {
    const connectionNextAtMs = atMs + waitMs(answer, claim.failures + 1, random)
    const postsNextAtMs = claim.posts.map(({ no }) => ({ no, atMs: connectionNextAtMs }))
    const { errorCode } = answer
    await settleFetch(runtime.database, claim, { atMs, connectionNextAtMs, postsNextAtMs, errorCode })
    return 0
  }
  const asked = new Set(claim.posts.map(({ postId }) => postId))
  // An answer may tell of the posts that were asked about, and of no others.
  const samples = answer.samples.filter(({ postId }) => asked.has(postId))
  await ingestSamples(runtime, linesOf(claim, samples, atMs), [claim.accountId])
  const seen = new Set(samples.map(({ postId }) => postId))
  const everyMs = await fetchEveryMs(claim, policies)
  await settleFetch(runtime.database, claim, {
    atMs,
    connectionNextAtMs: atMs + fetchLimits.paceMs,
    postsNextAtMs: claim.posts.map(({ no, postId, lastSeenAtMs }) => ({
      no,
      atMs: atMs + (seen.has(postId) ? everyMs : missingWaitMs(atMs - lastSeenAtMs, everyMs)),
    })),
    errorCode: null,
  })
  return samples.length
}

async function ask(runtime: RecoveryRuntime, claim: ClaimedFetch): Promise<MetricsAnswer> {
  let connector: Connector | null
  try {
    connector = await createConnector(runtime, claim.accountId, claim.platform)
  } catch {
    return { kind: 'failed', errorCode: 'credential_unreadable', retryAfterMs: null }
  }
  if (!connector) return { kind: 'failed', errorCode: 'no_connection', retryAfterMs: null }
  return connector.fetchMetrics(claim.posts.map(({ postId }) => ({ postId })))
}

/** Samples as everybody sends them; the time is the server's. */
function linesOf({ accountId, platform }: ClaimedFetch, samples: readonly FetchedSample[], atMs: number) {
  const capturedAt = new Date(atMs).toISOString()
  return samples.map(({ postId, impressions, engagements }, index) => ({
    line: index + 1,
    json: { postId, platform, accountId, capturedAt, impressions, engagements },
  }))
}

/** As often as its account's policy looks at a post. */
async function fetchEveryMs({ accountId, policyVersion }: ClaimedFetch, policies: RecoveryPolicies) {
  const policy = policyVersion === null ? null : await policies(accountId, policyVersion)
  return lookEveryMs((policy ?? presets.standard).recovery)
}

/** A post that is not there is asked for again after as long as it has been missing. */
function missingWaitMs(missingMs: number, everyMs: number): number {
  return Math.min(longestWaitMs, Math.max(everyMs, missingMs))
}

/** Backs off like a recovery action, and never comes back before the platform's Retry-After. */
function waitMs(
  { retryAfterMs }: Extract<MetricsAnswer, { kind: 'failed' }>,
  failures: number,
  random: () => number,
): number {
  const ownMs = backoffMs(failures, presets.standard.recovery.retry, random())
  return Math.min(longestWaitMs, Math.max(fetchLimits.paceMs, ownMs, retryAfterMs ?? 0))
}
