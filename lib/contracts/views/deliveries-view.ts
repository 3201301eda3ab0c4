import { z } from 'zod'
import { personViewSchema } from './person-view.ts'

/** Where a delivery stands; `shadow`: recorded only, never to be sent. */
export const deliveryStatusSchema = z.enum(['pending', 'routed', 'no_handler', 'delivery_failed', 'shadow'])
export type DeliveryStatusView = z.infer<typeof deliveryStatusSchema>

/** One escalation on its way to its executor. */
export const deliveryRowSchema = z.object({
  deliveryId: z.string(),
  accountId: z.string(),
  handle: z.string(),
  /** Sequence of the `tier_changed` in the account's log. */
  escalationSeq: z.int(),
  executor: z.string(),
  tier: z.enum(['tier_1', 'tier_2']),
  status: deliveryStatusSchema,
  createdAtMs: z.int(),
  /** When it is next tried; null when nothing is left to do. */
  dueAtMs: z.int().nullable(),
  /** Attempts begun. */
  attempts: z.int(),
  settledAtMs: z.int().nullable(),
  /** What the handler answered, or why it was given up; null while it has no outcome. */
  detail: z.string().nullable(),
})
export type DeliveryRow = z.infer<typeof deliveryRowSchema>

/** Query of the list, as it stands in the page's address too. An empty part is left open. */
export const deliveryQuerySchema = z.object({
  account: z.string().max(200).default(''),
  executor: z.string().max(200).default(''),
  outcome: z
    .union([deliveryStatusSchema, z.literal('')])
    .catch('')
    .default(''),
  /** The last delivery of the page before. */
  before: z.string().max(100).default(''),
})
export type DeliveryQuery = z.infer<typeof deliveryQuerySchema>

/** GET deliveries: one page, newest first. */
export const deliveriesViewSchema = z.object({
  asOfMs: z.int(),
  deliveries: z.array(deliveryRowSchema),
  /** Where the next page begins; null when this is the last. */
  nextBefore: z.string().nullable(),
  /** How many are on their way, and how many reached nobody in the last 24 h, whatever the filter. */
  pending: z.int(),
  unrouted: z.int(),
  /** Names to filter by. */
  known: z.object({
    accounts: z.array(z.object({ accountId: z.string(), handle: z.string() })),
    executors: z.array(z.string()),
  }),
})
export type DeliveriesView = z.infer<typeof deliveriesViewSchema>

/** One attempt; `unknown` when its worker ended before it recorded an answer. */
export const attemptViewSchema = z.object({
  n: z.int(),
  result: z.enum(['accepted', 'failed', 'no_handler', 'unknown']),
  startedAtMs: z.int().nullable(),
  tookMs: z.int().nullable(),
  errorCode: z.string().nullable(),
  detail: z.string(),
  /** Who sent it again; null when the schedule did. */
  by: personViewSchema.nullable(),
})
export type AttemptView = z.infer<typeof attemptViewSchema>

/** GET delivery: what is sent, and every attempt, the newest first. */
export const deliveryViewSchema = z.object({
  asOfMs: z.int(),
  delivery: deliveryRowSchema,
  /** The CloudEvent, as it is sent. */
  payload: z.string(),
  /** Who asked for the attempt that is due; null when nobody did. */
  resendBy: personViewSchema.nullable(),
  attempts: z.array(attemptViewSchema),
})
export type DeliveryView = z.infer<typeof deliveryViewSchema>
