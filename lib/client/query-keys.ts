import type { RecoveryFilter } from '../contracts/recovery-filter.ts'
import type { StopScope } from '../contracts/stop-scope.ts'
import type { DeliveryQuery } from '../contracts/views/deliveries-view.ts'
import type { RecoveryRange } from '../contracts/views/recovery-series-view.ts'
import type { VelocityRange } from '../contracts/views/velocity-view.ts'

/** Keys of the console's queries. The first part is what a live message invalidates. */
export const queryKeys = {
  shell: () => ['shell'] as const,
  overview: () => ['overview'] as const,
  accounts: () => ['accounts'] as const,
  account: (accountId: string) => ['account', accountId] as const,
  velocity: (accountId: string, range: VelocityRange) => ['velocity', accountId, range] as const,
  velocityOf: (accountId: string) => ['velocity', accountId] as const,
  lockouts: () => ['lockouts'] as const,
  lockout: (lockoutId: string) => ['lockout', lockoutId] as const,
  everyLockout: () => ['lockout'] as const,
  approvals: () => ['approvals'] as const,
  approval: (approvalId: string) => ['approval', approvalId] as const,
  everyApproval: () => ['approval'] as const,
  evidence: (lockoutId: string, claimId: string) => ['evidence', lockoutId, claimId] as const,
  policies: () => ['policies'] as const,
  accountPolicy: (accountId: string) => ['policy', accountId] as const,
  recovery: () => ['recovery'] as const,
  /** Read on its own time only: it looks at every outcome, and one more changes little. */
  recoveryComparison: () => ['recovery-comparison'] as const,
  recoveryPosts: (filter: RecoveryFilter) => ['recovery', 'posts', filter] as const,
  recoveryPost: (postNo: string) => ['recovery-post', postNo] as const,
  recoverySeries: (postNo: string, range: RecoveryRange) => ['recovery-post', postNo, range] as const,
  recoveryEvaluations: (postNo: string, before: string) => ['recovery-evaluations', postNo, before] as const,
  recoveryEvaluation: (postNo: string, evaluationNo: string) =>
    ['recovery-evaluation', postNo, evaluationNo] as const,
  everyRecoveryPost: () => ['recovery-post'] as const,
  executors: () => ['executors'] as const,
  deliveries: (query: DeliveryQuery) => ['deliveries', query] as const,
  everyDeliveries: () => ['deliveries'] as const,
  delivery: (deliveryId: string) => ['delivery', deliveryId] as const,
  everyDelivery: () => ['delivery'] as const,
  stopOrders: () => ['stop-orders'] as const,
  stopOrderPreview: (scope: StopScope | null) => ['stop-order-preview', scope] as const,
} as const
