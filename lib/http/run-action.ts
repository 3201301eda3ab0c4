import { headers } from 'next/headers'
import { unstable_rethrow as rethrowControlFlow } from 'next/navigation'
import type { z } from 'zod'
import type { ActionResult, Unmet } from '../contracts/action-result.ts'
import { actorOf } from '../auth/actor-of.ts'
import { readSignedIn, type SignedIn } from '../auth/read-signed-in.ts'
import { type Role, roleAllows } from '../auth/role.ts'
import type { Actor } from '../engine/guard/commands.ts'
import { AppError, exposedError } from '../shared/app-error.ts'
import { type ConsoleProcess, consoleProcess } from './console-process.ts'
import { requestIdOf } from './request-id.ts'

/** What a use case answers to an action: its value, or a refusal by the rules. */
export type ActOutcome<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly message: string; readonly unmet: readonly Unmet[] }

/** Who acts, in which process. */
export interface ActionWho extends ConsoleProcess {
  readonly signedIn: SignedIn
  readonly actor: Actor
}

/**
 * Runs one server action: reads who is signed in, checks the input, runs the use case, maps what came of it. An
 * unknown error stays in the log under the request's id; the browser gets that id and nothing else of it.
 */
export async function runAction<Input, Value>(
  schema: z.ZodType<Input>,
  input: unknown,
  perform: (input: Input, who: ActionWho) => Promise<ActOutcome<Value>>,
  needed: Role = 'viewer',
): Promise<ActionResult<Value>> {
  return runOpenAction(schema, input, async (parsed, inside, requestHeaders) => {
    const signedIn = await readSignedIn(inside.auth, requestHeaders)
    if (!signedIn) throw new AppError('unauthenticated', 'Your session has ended. Sign in again.')
    if (!roleAllows(signedIn.member.role, needed)) {
      throw new AppError('forbidden', `This needs the role ${needed}; yours is ${signedIn.member.role}.`)
    }
    return perform(parsed, { ...inside, signedIn, actor: actorOf(signedIn) })
  })
}

/** The same for the few actions that need no sign-in: signing in itself, and the one-time links. */
export async function runOpenAction<Input, Value>(
  schema: z.ZodType<Input>,
  input: unknown,
  perform: (input: Input, inside: ConsoleProcess, headers: Headers) => Promise<ActOutcome<Value>>,
): Promise<ActionResult<Value>> {
  const requestHeaders = new Headers(await headers())
  const requestId = requestIdOf(requestHeaders)
  try {
    const parsed = schema.safeParse(input)
    if (!parsed.success) {
      return {
        ok: false,
        code: 'invalid_request',
        message: 'Some fields need another look.',
        fields: fieldsOf(parsed.error),
        requestId,
      }
    }
    const outcome = await perform(parsed.data, consoleProcess(), requestHeaders)
    if (outcome.kind === 'done') return { ok: true, value: outcome.value }
    return { ok: false, code: 'lockout_refused', message: outcome.message, unmet: outcome.unmet, requestId }
  } catch (error) {
    rethrowControlFlow(error)
    const { code, status, message, details } = exposedError(error)
    if (status >= 500) consoleProcess().log.error({ err: error, requestId }, 'an action failed')
    const fields = Object.fromEntries(details.map((detail) => [detail.name, detail.message]))
    return { ok: false, code, message, requestId, ...(details.length > 0 && { fields }) }
  }
}

/** The first message of each field, by its path. */
function fieldsOf(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { path, message } of error.issues) fields[path.join('.')] ??= message
  return fields
}
