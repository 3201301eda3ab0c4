import { minuteMs } from '../../engine/policy/needed-count.ts'
import type { StopOrder } from '../../engine/guard/commands.ts'
import type { Policy } from '../../engine/policy/policy.ts'
import { reservedLife } from '../../engine/recovery/action-life.ts'
import { isHeldOut } from '../../engine/recovery/holdout.ts'
import { initiatedAtMs } from '../../engine/recovery/initiated-at.ts'
import type { PostEvaluation } from '../../engine/recovery/post-evaluation.ts'
import { readControl } from '../../store/control.ts'
import type { ClaimedPost } from '../../store/recovery/due-posts.ts'
import type { StoreClient } from '../../store/recovery/in-transaction.ts'
import {
  lockPlanning,
  readAccountActions,
  readActions,
  readSamples,
} from '../../store/recovery/post-history.ts'
import { readTemplates } from '../../store/recovery/connections.ts'
import { type Reservation, reserveActions } from '../../store/recovery/reserve-actions.ts'
import { saveEvaluations } from '../../store/recovery/save-evaluations.ts'
import { digest } from '../account-log/digest.ts'
import { newId } from '../new-id.ts'
import {
  budgetSinceMs,
  evaluateClaimed,
  nextEvaluationAtMs,
  type PostFacts,
  sha256Hex,
} from './evaluate-claimed.ts'
import { evaluationInputs } from './evaluation-inputs.ts'
import type { RecoveryPolicies } from './recovery-policies.ts'
import { remedyText } from './remedy-text.ts'

/** A claimed post with everything that its evaluation looks at. */
interface Candidate {
  readonly post: ClaimedPost
  readonly policy: Policy
  readonly facts: PostFacts
  readonly evaluation: PostEvaluation
  readonly isHeldOut: boolean
}

/**
 * Evaluates claimed posts, keeps every evaluation and reserves an action for each eligible post that is not held
 * out, all in the caller's transaction; answers with how many were reserved. Posts that look eligible are evaluated
 * again under their account's planning lock, so that no two workers spend one budget twice.
 */
export async function planPosts(
  client: StoreClient,
  posts: readonly ClaimedPost[],
  policies: RecoveryPolicies,
  nowMs: number,
): Promise<number> {
  const governed = await withPolicies(posts, policies)
  // Of the epoch as it is now; whatever is set later is the gate's to see, before anything is dispatched.
  const { stopOrders } = await readControl(client)
  const candidates = await evaluateAll(client, governed, stopOrders, nowMs)
  const eligible = candidates.filter(({ evaluation }) => evaluation.eligible)
  const accountIds = [...new Set(eligible.map(({ post }) => post.accountId))].sort()
  // One order everywhere, so that two workers never wait for each other crosswise.
  for (const accountId of accountIds) await lockPlanning(client, accountId)
  const decided = new Map<string, Candidate>()
  for (const accountId of accountIds) {
    const own = eligible.filter(({ post }) => post.accountId === accountId)
    for (const candidate of await decideAccount(client, accountId, own, nowMs)) {
      decided.set(candidate.post.no, candidate)
    }
  }
  return save(
    client,
    candidates.map((candidate) => decided.get(candidate.post.no) ?? candidate),
    nowMs,
  )
}

async function withPolicies(posts: readonly ClaimedPost[], policies: RecoveryPolicies) {
  const governed: { post: ClaimedPost; policy: Policy }[] = []
  for (const post of posts) {
    const policy = post.policyVersion === null ? null : await policies(post.accountId, post.policyVersion)
    if (policy) governed.push({ post, policy })
  }
  return governed
}

async function evaluateAll(
  client: StoreClient,
  governed: readonly { post: ClaimedPost; policy: Policy }[],
  stopOrders: readonly StopOrder[],
  nowMs: number,
): Promise<readonly Candidate[]> {
  const nos = governed.map(({ post }) => post.no)
  const longestMs = Math.max(0, ...governed.map(({ policy }) => policy.recovery.windowMinutes * minuteMs))
  const samples = await readSamples(client, nos, nowMs - longestMs)
  const actions = await readActions(client, nos)
  return governed.map(({ post, policy }) => {
    const facts = {
      samples: samples.get(post.no) ?? [],
      actions: actions.get(post.no) ?? [],
      accountDispatchesAtMs: [],
      stopOrders,
    }
    return candidateOf(post, policy, facts, nowMs)
  })
}

function candidateOf(post: ClaimedPost, policy: Policy, facts: PostFacts, nowMs: number): Candidate {
  const evaluation = evaluateClaimed(post, facts, policy.recovery, nowMs)
  const heldOut = evaluation.eligible && isHeldOut(post, policy.recovery, sha256Hex)
  return { post, policy, facts, evaluation, isHeldOut: heldOut }
}

/** Under the account's lock: its budget as it is, and each reservation of this batch counted at once. */
async function decideAccount(
  client: StoreClient,
  accountId: string,
  eligible: readonly Candidate[],
  nowMs: number,
): Promise<readonly Candidate[]> {
  const lives = await readAccountActions(client, accountId, budgetSinceMs(nowMs))
  const dispatchesAtMs = lives.map((life) => initiatedAtMs(life, nowMs))
  return eligible.map(({ post, policy, facts }) => {
    const decided = candidateOf(post, policy, { ...facts, accountDispatchesAtMs: [...dispatchesAtMs] }, nowMs)
    if (decided.evaluation.eligible && !decided.isHeldOut) dispatchesAtMs.push(nowMs)
    return decided
  })
}

async function save(client: StoreClient, candidates: readonly Candidate[], nowMs: number): Promise<number> {
  const kept = candidates.map((candidate) => ({
    candidate,
    inputs: evaluationInputs(candidate.facts, candidate.evaluation, candidate.post.policyVersion),
  }))
  const evaluationNos = await saveEvaluations(
    client,
    kept.map(({ candidate, inputs }) => ({
      postNo: candidate.post.no,
      dueAtMs: candidate.post.dueAtMs,
      evaluation: candidate.evaluation,
      isHeldOut: candidate.isHeldOut,
      nextEvaluationAtMs: nextEvaluationAtMs(candidate.post, candidate.policy.recovery, nowMs),
      inputs,
    })),
  )
  const reservations: Reservation[] = []
  for (const [index, { candidate, inputs }] of kept.entries()) {
    const evaluationNo = evaluationNos[index]
    if (evaluationNo === undefined || candidate.isHeldOut) continue
    const reservation = await reservationOf(client, candidate, { evaluationNo, inputs }, nowMs)
    if (reservation) reservations.push(reservation)
  }
  return reserveActions(client, reservations)
}

/** The action that an eligible post is to get; null when it is not eligible. */
async function reservationOf(
  client: StoreClient,
  { post, evaluation }: Candidate,
  { evaluationNo, inputs }: { readonly evaluationNo: string; readonly inputs: string },
  nowMs: number,
): Promise<Reservation | null> {
  if (!evaluation.eligible || !evaluation.stagnation) return null
  const { plan, stagnation } = evaluation
  const templates = await readTemplates(client, post.accountId, post.platform)
  const text = remedyText(plan.actionType, templates, post)
  return {
    actionId: newId(nowMs),
    postNo: post.no,
    accountId: post.accountId,
    platform: post.platform,
    postId: post.postId,
    evaluationNo,
    plan,
    text,
    textDigest: sha256Hex(text),
    // Of the canonical form, which whoever reads the stored inputs can make again.
    evaluationDigest: digest(JSON.parse(inputs)),
    policyVersion: post.policyVersion,
    baseline: { count: stagnation.newEngagements, of: stagnation.newImpressions },
    life: reservedLife(nowMs),
    atMs: nowMs,
  }
}
