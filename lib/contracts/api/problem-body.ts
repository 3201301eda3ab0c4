import { z } from 'zod'

/** RFC 9457 problem details, as every error of the API comes. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** Stable; what programs switch on. */
  code: z.string(),
  detail: z.string(),
  mend: z.string(),
  /** One for each bad field. */
  errors: z.array(z.object({ field: z.string(), message: z.string() })),
  requestId: z.string(),
  retryAfterMs: z.int().optional(),
})
