import type { z } from 'zod'
import { AppError } from '../shared/app-error.ts'

/** Reads a request's query by a schema. Throws `invalid_request`, naming every bad parameter. */
export function parseQuery<Query>(request: Request, schema: z.ZodType<Query>): Query {
  const parsed = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (parsed.success) return parsed.data
  const details = parsed.error.issues.map(({ path, message }) => ({ name: path.join('.'), message }))
  throw new AppError('invalid_request', undefined, { details })
}
