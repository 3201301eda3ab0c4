'use server'

import type { ActionResult } from '#lib/contracts/action-result.ts'
import {
  type PointedExecutor,
  type PointExecutorInput,
  pointExecutorSchema,
  type ResendDeliveryInput,
  resendDeliverySchema,
  type ResetExecutorInput,
  resetExecutorSchema,
  type TestedExecutor,
  type TestExecutorInput,
  testExecutorSchema,
} from '#lib/contracts/executor-actions.ts'
import { runAction } from '#lib/http/run-action.ts'
import * as point from '#lib/services/executors/point-executor.ts'
import * as resend from '#lib/services/executors/resend-delivery.ts'
import * as reset from '#lib/services/executors/reset-executor.ts'
import * as test from '#lib/services/executors/test-executor.ts'

/** Points an executor at a signed webhook from the next attempt on. */
export async function pointExecutor(input: PointExecutorInput): Promise<ActionResult<PointedExecutor>> {
  return runAction(
    pointExecutorSchema,
    input,
    async (parsed, { runtime, secret, actor }) => ({
      kind: 'done',
      value: await point.pointExecutor({ ...runtime, secret }, actor, parsed),
    }),
    'lead',
  )
}

/** Takes it off its webhook again. */
export async function resetExecutor(input: ResetExecutorInput): Promise<ActionResult> {
  return runAction(
    resetExecutorSchema,
    input,
    async ({ name }, { runtime, actor }) => {
      await reset.resetExecutor(runtime, actor, name)
      return { kind: 'done', value: null }
    },
    'lead',
  )
}

/** Sends its webhook a signed test, and says what came back. */
export async function testExecutor(input: TestExecutorInput): Promise<ActionResult<TestedExecutor>> {
  return runAction(
    testExecutorSchema,
    input,
    async ({ name }, { runtime, secret, actor }) => ({
      kind: 'done',
      value: await test.testExecutor({ ...runtime, secret }, actor, name),
    }),
    'lead',
  )
}

/** Has the same request with the same id sent once more. */
export async function resendDelivery(input: ResendDeliveryInput): Promise<ActionResult> {
  return runAction(
    resendDeliverySchema,
    input,
    async ({ deliveryId }, { runtime, actor }) => {
      await resend.resendDelivery(runtime, actor, deliveryId)
      return { kind: 'done', value: null }
    },
    'reviewer',
  )
}
