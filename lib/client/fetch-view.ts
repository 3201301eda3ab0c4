import { z } from 'zod'

/** A read that failed: what to say, and the request to name. */
export class ViewError extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined

  constructor(status: number, code: string, message: string, requestId: string | undefined) {
    super(message)
    this.name = 'ViewError'
    this.status = status
    this.code = code
    this.requestId = requestId
  }
}

const problemSchema = z.object({
  code: z.string(),
  detail: z.string().optional(),
  title: z.string().optional(),
})

/**
 * Reads a view and checks it against its schema. Leads to the sign-in page and back when the session has ended; throws
 * `ViewError` when the server refuses or cannot be reached.
 */
export async function fetchView<Data>(
  path: string,
  schema: z.ZodType<Data>,
  signal?: AbortSignal,
): Promise<Data> {
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    ...(signal !== undefined && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    // What a browser says of it ("Failed to fetch") tells a reader nothing.
    throw new ViewError(0, 'unreachable', 'The server does not answer', undefined)
  })
  if (response.status === 401) signInAgain()
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return schema.parse(body)
  const problem = problemSchema.safeParse(body)
  const requestId = response.headers.get('x-request-id') ?? undefined
  const message = problem.data?.detail ?? problem.data?.title ?? `The server answered ${response.status}`
  throw new ViewError(response.status, problem.data?.code ?? 'unreadable', message, requestId)
}

function signInAgain(): void {
  const here = window.location.pathname + window.location.search
  window.location.replace(`/sign-in?next=${encodeURIComponent(here)}`)
}
