import { z } from 'zod'
import { searchOf } from './console-places.ts'
import { type RecoveryFilter, recoveryQuery } from './recovery-filter.ts'
import type { StopScope } from './stop-scope.ts'
import type { DeliveryQuery } from './views/deliveries-view.ts'
import type { RecoveryRange } from './views/recovery-series-view.ts'
import type { VelocityRange } from './views/velocity-view.ts'

/**
 * GET paths that the console polls; each answers the named view as JSON, or problem+json.
 *
 * | path | answers |
 * |---|---|
 * | shell | `ShellView` |
 * | overview | `OverviewView` |
 * | accounts | `AccountsView` |
 * | account | `AccountView` |
 * | velocity | `VelocityView` of the range |
 * | lockouts | `LockoutsView` |
 * | lockout | `LockoutView` |
 * | evidence | `EvidenceView`: the events behind one claim of the brief |
 * | approvals | `ApprovalsView` |
 * | approval | `ApprovalView` |
 * | recovery | `RecoveryView` |
 * | recoveryPosts | `RecoveryPostsView`: one page of the posts that a filter finds |
 * | recoveryComparison | `RecoveryComparisonView`: treated posts against those held out |
 * | recoveryPost | `RecoveryPostView` |
 * | recoverySeries | `RecoverySeries` of the range |
 * | recoveryEvaluations | `RecoveryEvaluationsView`: a page of older evaluations |
 * | recoveryEvaluation | `RecoveryEvaluationView`: one evaluation with its inputs |
 * | stopOrders | `StopOrdersView` |
 * | policies | `PoliciesView` |
 * | executors | `ExecutorsView` |
 * | deliveries | `DeliveriesView` of the query |
 * | delivery | `DeliveryView` |
 * | accountPolicy | `AccountPolicyView` |
 * | stopOrderPreview | `StopOrderPreview`: what an order on the scope would have refused in the last hour |
 *
 * `/api/live` is the event stream: each message is a `LiveMessage` as JSON. A heartbeat (nothing changed) is a message
 * too and comes at least every 15 s, so that a page can tell a quiet stream from a broken one.
 */
export const consoleRoutes = {
  shell: () => '/api/console/shell',
  overview: () => '/api/console/overview',
  accounts: () => '/api/console/accounts',
  account: (accountId: string) => `/api/console/accounts/${encodeURIComponent(accountId)}`,
  velocity: (accountId: string, range: VelocityRange) =>
    `/api/console/accounts/${encodeURIComponent(accountId)}/velocity?range=${range}`,
  lockouts: () => '/api/console/lockouts',
  lockout: (lockoutId: string) => `/api/console/lockouts/${encodeURIComponent(lockoutId)}`,
  evidence: (lockoutId: string, claimId: string) =>
    `/api/console/lockouts/${encodeURIComponent(lockoutId)}/events?claim=${encodeURIComponent(claimId)}`,
  approvals: () => '/api/console/approvals',
  approval: (approvalId: string) => `/api/console/approvals/${encodeURIComponent(approvalId)}`,
  recovery: () => '/api/console/recovery',
  recoveryComparison: () => '/api/console/recovery/comparison',
  recoveryPosts: (filter: RecoveryFilter) => `/api/console/recovery/posts?${recoveryQuery(filter)}`,
  recoveryPost: (postNo: string) => `/api/console/recovery/${encodeURIComponent(postNo)}`,
  recoverySeries: (postNo: string, range: RecoveryRange) =>
    `/api/console/recovery/${encodeURIComponent(postNo)}/series?range=${range}`,
  recoveryEvaluations: (postNo: string, before: string) =>
    `/api/console/recovery/${encodeURIComponent(postNo)}/evaluations?before=${encodeURIComponent(before)}`,
  recoveryEvaluation: (postNo: string, evaluationNo: string) =>
    `/api/console/recovery/${encodeURIComponent(postNo)}/evaluations/${encodeURIComponent(evaluationNo)}`,
  stopOrders: () => '/api/console/stop-orders',
  stopOrderPreview: (scope: StopScope) =>
    `/api/console/stop-orders/preview?${new URLSearchParams(scope).toString()}`,
  policies: () => '/api/console/policies',
  accountPolicy: (accountId: string) => `/api/console/policies/${encodeURIComponent(accountId)}`,
  executors: () => '/api/console/executors',
  deliveries: (query: DeliveryQuery) => `/api/console/deliveries${searchOf(query)}`,
  delivery: (deliveryId: string) => `/api/console/deliveries/${encodeURIComponent(deliveryId)}`,
  live: () => '/api/live',
} as const

/** What `/api/live` sends: what changed since the last message, so that the page refetches it, and the server's time. */
export const liveMessageSchema = z.object({
  atMs: z.int(),
  /** Accounts whose stream grew. Empty: a heartbeat that only says that the stream is alive. */
  accountIds: z.array(z.string()),
  /** Whether the organisation's stream grew (members, keys, stop orders). */
  organisation: z.boolean(),
  /** Lockouts opened or reset since the last message, to be announced. */
  lockouts: z.array(
    z.object({
      lockoutId: z.string(),
      accountId: z.string(),
      handle: z.string(),
      change: z.enum(['opened', 'reset', 'changed']),
    }),
  ),
})
export type LiveMessage = z.infer<typeof liveMessageSchema>
