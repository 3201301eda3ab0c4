import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { readSignedIn, type SignedIn } from '../auth/read-signed-in.ts'
import { consoleProcess } from './console-process.ts'
import { requestedPath } from './requested-path.ts'

/** Who is signed in on this page, once per rendering; null when nobody is. */
export const currentSignedIn = cache(async (): Promise<SignedIn | null> => {
  return readSignedIn(consoleProcess().auth, new Headers(await headers()))
})

/**
 * The guard of pages: whoever is signed in, or off to the sign-in page and back afterwards, to the address that the
 * browser asked for with its filters, or else to `path`.
 */
export async function requireSignedIn(path: string): Promise<SignedIn> {
  const signedIn = await currentSignedIn()
  if (!signedIn) {
    const wanted = requestedPath(new Headers(await headers())) ?? path
    redirect(`/sign-in?next=${encodeURIComponent(wanted)}`)
  }
  return signedIn
}
