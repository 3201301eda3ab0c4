import { notFound } from 'next/navigation'
import { actorOf, viewerOf } from '#lib/auth/actor-of.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import type { Actor } from '#lib/engine/guard/commands.ts'
import { consoleProcess } from '#lib/http/console-process.ts'
import { requireSignedIn } from '#lib/http/require-signed-in.ts'
import type { ConsoleContext } from '#lib/services/console/console-context.ts'
import { AppError } from '#lib/shared/app-error.ts'

/** Who reads a page, and what it is read from. */
interface PageReader {
  readonly context: ConsoleContext
  readonly viewer: Viewer
  readonly actor: Actor
}

/** The reader of the page at `path`; one who is not signed in is led to the sign-in page and back. */
export async function pageReader(path: string): Promise<PageReader> {
  const signedIn = await requireSignedIn(path)
  const { console: context } = consoleProcess()
  return { context, viewer: viewerOf(signedIn, context.now()), actor: actorOf(signedIn) }
}

/** What `read` answers; what there is not becomes the not-found page. */
export async function orNotFound<Value>(read: Promise<Value>): Promise<Value> {
  try {
    return await read
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'unknown_account'))
      notFound()
    throw error
  }
}
