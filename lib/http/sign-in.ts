import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies'
import { cookies } from 'next/headers'
import { clientAddressHeader } from '../auth/create-auth.ts'
import type { SignInInput } from '../contracts/auth-forms.ts'
import { AppError } from '../shared/app-error.ts'
import { type ConsoleProcess, consoleProcess } from './console-process.ts'

/**
 * Signs in and sets the session's cookie on the answer of the action under way. Goes through the library's own
 * handler, where attempts are limited per address.
 * @throws AppError `invalid_request` when address and password do not belong together, `rate_limited`.
 */
export async function signInWith(
  { auth }: ConsoleProcess,
  headers: Headers,
  { email, password }: SignInInput,
): Promise<void> {
  const { baseURL } = auth.options
  const response = await auth.handler(
    new Request(`${baseURL}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: new URL(baseURL).origin,
        [clientAddressHeader]: headers.get(clientAddressHeader) ?? '',
        'user-agent': headers.get('user-agent') ?? '',
      },
      body: JSON.stringify({ email: email.toLowerCase(), password }),
    }),
  )
  if (response.status === 429)
    throw new AppError('rate_limited', 'Too many attempts. Wait a minute, then try again.')
  if (response.status === 400 || response.status === 401) {
    throw new AppError('invalid_request', 'E-mail address and password do not belong together.')
  }
  if (!response.ok) throw new AppError('internal', `signing in answered ${String(response.status)}`)
  await setCookies(response)
}

/** Ends the session behind these headers, in the database and in the browser. */
export async function signOutWith(headers: Headers): Promise<void> {
  const { auth } = consoleProcess()
  await setCookies(await auth.api.signOut({ headers, asResponse: true }))
}

async function setCookies(response: Response): Promise<void> {
  const jar = await cookies()
  for (const [name, cookie] of parseSetCookieHeader(response.headers.get('set-cookie') ?? '')) {
    jar.set(name, cookie.value, toCookieOptions(cookie))
  }
}
