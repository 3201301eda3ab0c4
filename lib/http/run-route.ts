import { actorOf, viewerOf } from '../auth/actor-of.ts'
import { readSignedIn, type SignedIn } from '../auth/read-signed-in.ts'
import type { Viewer } from '../contracts/views/person-view.ts'
import type { Actor } from '../engine/guard/commands.ts'
import { AppError, errorRules, exposedError } from '../shared/app-error.ts'
import { type ConsoleProcess, consoleProcess } from './console-process.ts'
import { requestIdHeader, requestIdOf } from './request-id.ts'

/** Who reads, in which process. */
export interface RouteWho extends ConsoleProcess {
  readonly signedIn: SignedIn
  readonly viewer: Viewer
  readonly actor: Actor
}

/**
 * Answers one GET of the console as JSON for whoever is signed in, or problem+json (RFC 9457). Every answer carries
 * the request's id; nothing of it is stored by a cache on the way.
 */
export async function runRoute(
  request: Request,
  read: (who: RouteWho) => Promise<unknown>,
): Promise<Response> {
  return runRawRoute(request, async (who, headers) => Response.json(await read(who), { headers }))
}

/** The same for an answer that is not JSON; `headers` belong on it. */
export async function runRawRoute(
  request: Request,
  answer: (who: RouteWho, headers: Record<string, string>) => Promise<Response>,
): Promise<Response> {
  const requestId = requestIdOf(request.headers)
  const headers = { [requestIdHeader]: requestId, 'cache-control': 'private, no-store' }
  try {
    const inside = consoleProcess()
    const signedIn = await readSignedIn(inside.auth, request.headers)
    if (!signedIn) throw new AppError('unauthenticated')
    const viewer = viewerOf(signedIn, inside.runtime.clock())
    return await answer({ ...inside, signedIn, viewer, actor: actorOf(signedIn) }, headers)
  } catch (error) {
    return problem(error, requestId, headers)
  }
}

function problem(error: unknown, requestId: string, headers: Record<string, string>): Response {
  const { code, status, message, details } = exposedError(error)
  if (status >= 500) consoleProcess().log.error({ err: error, requestId }, 'a read failed')
  const body = {
    type: `urn:interlock:problem:${code}`,
    title: errorRules[code].message,
    status,
    code,
    detail: message,
    requestId,
    ...(details.length > 0 && { errors: details }),
  }
  return Response.json(body, { status, headers: { ...headers, 'content-type': 'application/problem+json' } })
}
