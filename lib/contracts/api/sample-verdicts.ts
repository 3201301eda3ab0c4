import { z } from 'zod'

/** A line that was not taken, with every reason. */
export const refusedLineSchema = z.object({
  line: z.int(),
  result: z.literal('refused'),
  code: z.enum(['invalid', 'forbidden', 'unknown_account', 'in_future']),
  message: z.string(),
})

/** What became of a body of metric samples, line by line. */
export const sampleVerdictsSchema = z.object({
  accepted: z.int(),
  refused: z.int(),
  lines: z.array(
    z.union([
      z.object({
        line: z.int(),
        /** Kept, and how it stands to the others of its post; a `duplicate` was there already. */
        result: z.enum(['accepted', 'correction', 'falling', 'late', 'duplicate']),
      }),
      refusedLineSchema,
    ]),
  ),
})
