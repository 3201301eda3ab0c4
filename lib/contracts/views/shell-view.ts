import { z } from 'zod'
import { viewerSchema } from './person-view.ts'
import { standingStopOrderSchema } from './stop-orders-view.ts'

/** What the frame of each page reads: who is signed in, what waits for a person, what is stopped. */
export const shellViewSchema = z.object({
  asOfMs: z.int(),
  viewer: viewerSchema,
  openLockouts: z.int(),
  waitingApprovals: z.int(),
  /** Recovery actions whose outcome a person must find out. */
  unsettledActions: z.int(),
  /** Stop orders in force, the widest first; the banner of every page. */
  stopOrders: z.array(standingStopOrderSchema),
})
export type ShellView = z.infer<typeof shellViewSchema>
