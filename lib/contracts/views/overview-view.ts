import { z } from 'zod'
import { accountRowSchema } from './account-row.ts'
import { deliveryRowSchema } from './deliveries-view.ts'
import { lockoutRowSchema } from './lockout-row.ts'
import { unsettledActionSchema } from './recovery-view.ts'

/** GET overview: what needs a person, worst first, then accounts by closeness to a lockout. */
export const overviewViewSchema = z.object({
  asOfMs: z.int(),
  /** Active lockouts: undecided before upheld, oldest first. */
  lockouts: z.array(lockoutRowSchema),
  /** Recovery's actions whose outcome a person has to find out: the oldest, at most 5, and how many there are. */
  unsettled: z.object({ count: z.int(), oldest: z.array(unsettledActionSchema) }),
  /** Held actions that wait for an answer, and when the first of them expires; null when none waits. */
  approvals: z.object({ waiting: z.int(), firstExpiresAtMs: z.int().nullable() }),
  /** Escalations of the last 24 h that reached nobody: the newest, at most 5, and how many there are. */
  unrouted: z.object({ count: z.int(), newest: z.array(deliveryRowSchema) }),
  /** Closest first, at most 100; `accountCount` says how many there are. */
  accounts: z.array(accountRowSchema),
  accountCount: z.int(),
  /** Decisions of all accounts in the last full minute, and a minute bar for each of the last 60. */
  decisions: z.object({
    lastMinute: z.int(),
    minutes: z.array(z.object({ fromMs: z.int(), admitted: z.int(), held: z.int(), blocked: z.int() })),
  }),
})
export type OverviewView = z.infer<typeof overviewViewSchema>
