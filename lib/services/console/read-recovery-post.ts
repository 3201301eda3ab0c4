import {
  type PostAction,
  postActionSchema,
  type RecoveryPostView,
  recoveryPostViewSchema,
} from '../../contracts/views/recovery-post-view.ts'
import { connectorActions } from '../../connectors/connector-actions.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import { isInScope } from '../../engine/guard/stop-order-in-force.ts'
import { minuteMs } from '../../engine/policy/needed-count.ts'
import { presets } from '../../engine/policy/presets.ts'
import { isHeldOut } from '../../engine/recovery/holdout.ts'
import { initiatedAtMs } from '../../engine/recovery/initiated-at.ts'
import type { RecoveryAction } from '../../engine/recovery/recovery-action.ts'
import { AppError } from '../../shared/app-error.ts'
import { assert } from '../../shared/assert.ts'
import { type PostActionRecord, readPostActions } from '../../store/queries/read-post-actions.ts'
import {
  countPostEvaluations,
  findFirstHealthy,
  readPostEvaluations,
} from '../../store/queries/read-post-evaluations.ts'
import { findRecoveryPost, type RecoveryPostRecord } from '../../store/queries/find-recovery-post.ts'
import { readAccountActions } from '../../store/recovery/post-history.ts'
import { budgetSinceMs, sha256Hex } from '../recovery/evaluate-claimed.ts'
import { readOutcomes } from '../recovery/read-outcomes.ts'
import { recoveryAgentId } from '../../engine/recovery/recovery-stop.ts'
import type { ConsoleContext } from './console-context.ts'
import { ifItStagnates } from './if-it-stagnates.ts'
import { readAccountRows } from './read-account-rows.ts'
import { readStandingStopOrders } from './read-stop-orders.ts'
import { recoveryAttemptRows } from './recovery-attempt-rows.ts'
import { dispatchedAtMs, lastDispatched, recoveryEpisode } from './recovery-episode.ts'
import { evaluationsPerPage, recoveryEvaluationRows } from './recovery-evaluation-rows.ts'
import { readGateRefusals } from './recovery-gate-refusals.ts'

const listedActions = 50

/** Everything about the recovery of one post but its chart. Throws `not_found`. */
export async function readRecoveryPost(context: ConsoleContext, postNo: string): Promise<RecoveryPostView> {
  const nowMs = context.now()
  const post = await findPost(context, postNo)
  const { reads } = context.database
  const [[account], actions, evaluations, evaluationCount, orders, outcomes, lives] = await Promise.all([
    readAccountRows(context, [post.account_id], nowMs),
    readPostActions(reads, postNo, listedActions),
    readPostEvaluations(reads, postNo, 0, evaluationsPerPage),
    countPostEvaluations(reads, postNo),
    readStandingStopOrders(context, nowMs),
    readOutcomes(context, postNo),
    readAccountActions(reads, post.account_id, budgetSinceMs(nowMs)),
  ])
  assert(account !== undefined, 'a post belongs to an account')
  const refusals = await readGateRefusals(context, post.account_id, actions)
  const own = actions.map(episodeAction)
  const episode = await episodeOf(context, post, own, account.state)
  const policy = account.state.policy?.recovery ?? null
  const name = { accountId: post.account_id, platform: post.platform, postId: post.post_id }
  const heldOut = isPostHeldOut(post, account.state)
  return recoveryPostViewSchema.parse({
    asOfMs: nowMs,
    post: postView(post, evaluations[0]?.action_type ?? null, policy?.windowMinutes ?? null, nowMs),
    account: account.row,
    stopOrders: orders.filter(({ scope }) => isConcerned(scope, post)),
    policy: policyView(account.state),
    episode,
    actions: actions.map(actionView),
    attempts: recoveryAttemptRows(actions, refusals),
    evaluations: await recoveryEvaluationRows(context.database, postNo, evaluations, own, { heldOut, nowMs }),
    evaluationCount,
    outcomes,
    ifStagnates:
      policy &&
      ifItStagnates(
        {
          post: name,
          episode,
          history: actions.map((action) => historyOf(action, post.post_id, nowMs)),
          accountDispatchesAtMs: lives.map((life) => initiatedAtMs(life, nowMs)),
          capabilities: connectorActions(post.connector),
          heldOut,
          nowMs,
        },
        policy,
        sha256Hex,
      ),
  })
}

/** The row of a post, by its number. Throws `not_found`. */
export async function findPost(
  { database }: Pick<ConsoleContext, 'database'>,
  postNo: string,
): Promise<RecoveryPostRecord> {
  // What is not a number of the database's size is no post of it.
  const isNumber = /^[1-9]\d{0,17}$/.test(postNo)
  const post = isNumber ? await findRecoveryPost(database.reads, postNo) : null
  if (!post) throw new AppError('not_found', 'There is no such post.')
  return post
}

/** Whether the policy of the post's account leaves it untreated, to compare with. */
export function isPostHeldOut(post: RecoveryPostRecord, state: GuardState | undefined): boolean {
  const policy = state?.policy?.recovery
  const name = { accountId: post.account_id, platform: post.platform, postId: post.post_id }
  return policy !== undefined && isHeldOut(name, policy, sha256Hex)
}

/** What of an action its episode is told from. */
export function episodeAction({ episode, reserved_at, life }: PostActionRecord) {
  return { episode, reservedAtMs: reserved_at.getTime(), life }
}

async function episodeOf(
  { database, now }: ConsoleContext,
  post: RecoveryPostRecord,
  actions: readonly ReturnType<typeof episodeAction>[],
  { policy }: GuardState,
) {
  const nowMs = now()
  const last = lastDispatched(actions)
  const healthyAtMs = last && (await findFirstHealthy(database.reads, post.no, dispatchedAtMs(last, nowMs)))
  const { restHours } = (policy ?? presets.standard).recovery
  return recoveryEpisode(actions, healthyAtMs, { state: post.state, restHours, nowMs })
}

function historyOf(action: PostActionRecord, postId: string, nowMs: number): RecoveryAction {
  return {
    postId,
    actionType: action.action_type,
    tier: action.intensity,
    idempotencyKey: action.idempotency_key,
    initiatedAtMs: initiatedAtMs(action.life, nowMs),
    status: action.status,
  }
}

function postView(
  post: RecoveryPostRecord,
  actionType: string | null,
  windowMinutes: number | null,
  nowMs: number,
) {
  const lastSampleAtMs = post.last_sample_at?.getTime() ?? null
  return {
    postNo: post.no,
    postId: post.post_id,
    platform: post.platform,
    connector: post.connector,
    title: post.title,
    state: post.state,
    actionType,
    evaluatedAtMs: post.evaluated_at?.getTime() ?? null,
    nextEvaluationAtMs: post.next_evaluation_at?.getTime() ?? null,
    nextEligibleAtMs: post.next_eligible_at?.getTime() ?? null,
    heldOut: post.held_out,
    lastSampleAtMs,
    isStale:
      lastSampleAtMs !== null && windowMinutes !== null && lastSampleAtMs < nowMs - windowMinutes * minuteMs,
    paused: post.paused_at && {
      atMs: post.paused_at.getTime(),
      by: { id: post.paused_by_id, name: post.paused_by_name },
      reason: post.paused_reason,
    },
  }
}

function policyView({ policy, policyVersion }: GuardState): RecoveryPostView['policy'] {
  if (!policy || policyVersion === null) return null
  const { windowMinutes, minSamples, minImpressions, holdoutFraction } = policy.recovery
  return {
    name: policy.name,
    version: policyVersion,
    windowMinutes,
    minSamples,
    minImpressions,
    holdoutFraction,
  }
}

function actionView(action: PostActionRecord): PostAction {
  const { life } = action
  return postActionSchema.parse({
    actionId: action.id,
    actionType: action.action_type,
    intensity: action.intensity,
    episode: action.episode,
    status: action.status,
    idempotencyKey: action.idempotency_key,
    text: action.text,
    attempts: life.attempts,
    errorCode: life.errorCode,
    reservedAtMs: action.reserved_at.getTime(),
    dueAtMs: 'dueAtMs' in life ? life.dueAtMs : null,
  })
}

/** Whether a stop order would refuse any recovery action on the post. */
function isConcerned(scope: Parameters<typeof isInScope>[0], { account_id, platform }: RecoveryPostRecord) {
  return connectorActions('recorded').some((actionType) =>
    isInScope(scope, account_id, { agentId: recoveryAgentId, actionType, target: { platform } }),
  )
}
