import { handleAuth } from '#lib/http/handle-auth.ts'

/** Signing out and reading one's own session; everything else of the sign-in library is closed. */
export async function GET(request: Request): Promise<Response> {
  return handleAuth(request)
}

/** The same; signing in is limited per address. */
export async function POST(request: Request): Promise<Response> {
  return handleAuth(request)
}
