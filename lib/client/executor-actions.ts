import type {
  PointedExecutor,
  PointExecutorInput,
  ResendDeliveryInput,
  ResetExecutorInput,
  TestedExecutor,
  TestExecutorInput,
} from '../contracts/executor-actions.ts'
import type { Action } from './lockout-actions.ts'

export type PointExecutor = Action<PointExecutorInput, PointedExecutor>
export type ResetExecutor = Action<ResetExecutorInput>
export type TestExecutor = Action<TestExecutorInput, TestedExecutor>
export type ResendDelivery = Action<ResendDeliveryInput>

/** What a lead can do with executors; the page hands the server actions in. */
export interface ExecutorActions {
  readonly pointExecutor: PointExecutor
  readonly resetExecutor: ResetExecutor
  readonly testExecutor: TestExecutor
}
