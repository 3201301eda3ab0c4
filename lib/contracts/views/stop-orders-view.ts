import { z } from 'zod'
import { stopScopeSchema } from '../stop-scope.ts'
import { personViewSchema } from './person-view.ts'

/** A stop order in force, as every page's banner shows it. */
export const standingStopOrderSchema = z.object({
  stopOrderId: z.string(),
  scope: stopScopeSchema,
  reason: z.string(),
  by: personViewSchema,
  setAtMs: z.int(),
  /** Null when only a person ends it. */
  expiresAtMs: z.int().nullable(),
})
export type StandingStopOrder = z.infer<typeof standingStopOrderSchema>

/** A stop order that is over: lifted by a person, or run out. */
export const endedStopOrderSchema = standingStopOrderSchema.extend({
  lifted: z.object({ atMs: z.int(), by: personViewSchema, reason: z.string() }).nullable(),
})
export type EndedStopOrder = z.infer<typeof endedStopOrderSchema>

/** GET stop orders: those in force, the widest first, and the newest of those that are over. */
export const stopOrdersViewSchema = z.object({
  asOfMs: z.int(),
  standing: z.array(standingStopOrderSchema),
  /** Newest first, at most 100. */
  ended: z.array(endedStopOrderSchema),
  /** Names to choose a scope from: what the accounts, keys and policies know. */
  known: z.object({
    accounts: z.array(z.object({ accountId: z.string(), handle: z.string() })),
    agents: z.array(z.string()),
    actionTypes: z.array(z.string()),
  }),
})
export type StopOrdersView = z.infer<typeof stopOrdersViewSchema>

const total = z.object({ id: z.string(), attempts: z.int() })

/** What an order would have refused from `fromMs` to `toMs`; most attempts first. */
export const stopOrderPreviewSchema = z.object({
  fromMs: z.int(),
  toMs: z.int(),
  /** Autonomous attempts in its scope, and how many of them were admitted or held. */
  attempts: z.int(),
  admitted: z.int(),
  held: z.int(),
  accounts: z.array(total),
  agents: z.array(total),
})
export type StopOrderPreview = z.infer<typeof stopOrderPreviewSchema>
