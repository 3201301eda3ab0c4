import { consoleProcess } from './console-process.ts'

/** The library offers some thirty more, such as changing one's e-mail or deleting oneself: none of them is ours. */
const openPaths = new Set([
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
  'GET /api/auth/get-session',
])

/** Answers the few calls of the sign-in library that are open; any other path is not found. */
export async function handleAuth(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (!openPaths.has(`${request.method} ${pathname}`)) return new Response(null, { status: 404 })
  return consoleProcess().auth.handler(request)
}
