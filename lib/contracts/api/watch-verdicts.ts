import { z } from 'zod'
import { refusedLineSchema } from './sample-verdicts.ts'

/** What became of a body of posts to watch, line by line. */
export const watchVerdictsSchema = z.object({
  watched: z.int(),
  refused: z.int(),
  lines: z.array(
    z.union([
      z.object({
        line: z.int(),
        result: z.literal('watched'),
        /** Whether the account's connection fetches the metrics; else they have to be sent. */
        fetched: z.boolean(),
      }),
      refusedLineSchema,
    ]),
  ),
})
