import { z } from 'zod'
import { accountRowSchema } from './account-row.ts'
import { decisionRowSchema } from './decision-row.ts'
import { personViewSchema } from './person-view.ts'

/** How a held action stands: it waits, or has its one answer. */
export const approvalStatusSchema = z.enum(['waiting', 'approved', 'rejected', 'expired'])

/** One held action as the queue shows it. */
export const approvalRowSchema = z.object({
  approvalId: z.string(),
  accountId: z.string(),
  handle: z.string(),
  actionId: z.string(),
  agentId: z.string(),
  actionType: z.string(),
  targetId: z.string(),
  riskLevel: z.enum(['low', 'medium', 'high', 'critical']),
  reasonCodes: z.array(z.string()),
  status: approvalStatusSchema,
  askedAtMs: z.int(),
  expiresAtMs: z.int(),
  answered: z
    .object({ atMs: z.int(), by: personViewSchema.nullable(), reason: z.string().nullable() })
    .nullable(),
})
export type ApprovalRow = z.infer<typeof approvalRowSchema>

/** GET approvals: those that wait, the first to expire first, then the newest answers. */
export const approvalsViewSchema = z.object({
  asOfMs: z.int(),
  waiting: z.array(approvalRowSchema),
  /** All that wait, also beyond those listed. */
  waitingCount: z.int(),
  answered: z.array(approvalRowSchema),
})
export type ApprovalsView = z.infer<typeof approvalsViewSchema>

/** One thing that became of a held action. */
export const approvalLifeRowSchema = z.object({
  seq: z.int(),
  atMs: z.int(),
  kind: z.enum([
    'approved',
    'rejected',
    'expired',
    'claimed',
    'claim_refused',
    'succeeded',
    'failed',
    'unknown',
  ]),
  /** The code of a refused claim, or of an outcome that failed; else null. */
  code: z.string().nullable(),
  text: z.string(),
})
export type ApprovalLifeRow = z.infer<typeof approvalLifeRowSchema>

/** GET one approval: everything that an answer is bound to, and what helps to decide. */
export const approvalViewSchema = z.object({
  asOfMs: z.int(),
  approval: approvalRowSchema,
  reasons: z.array(z.object({ code: z.string(), message: z.string() })),
  /** The complete parameters as canonical JSON (RFC 8785), never cut. */
  parameters: z.string(),
  /** Fields of `parameters.before` and `parameters.after` when the agent sent both as objects; else null. */
  changes: z
    .array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
    .nullable(),
  digest: z.string(),
  policyVersion: z.string(),
  /** Set when the policy has moved since: then it can only be rejected. */
  policyMoved: z.boolean(),
  account: accountRowSchema,
  /** Its answer, claims, refused claims and outcome, oldest first. */
  life: z.array(approvalLifeRowSchema),
  /** The agent's newest decisions on the account with what became of them, newest first. */
  record: z.array(decisionRowSchema),
})
export type ApprovalView = z.infer<typeof approvalViewSchema>
