import { isPassword } from '../../auth/password.ts'
import { AppError } from '../../shared/app-error.ts'
import { findPasswordHash, markReauthenticated } from '../../store/members.ts'
import { takeAttempt } from '../../store/attempt-limit.ts'
import type { Runtime } from '../runtime.ts'

/** Per member; a person who mistypes has enough, whoever found an open screen does not. */
const attemptLimit = { windowMs: 15 * 60_000, max: 10 }

/**
 * Checks a signed-in member's password once more and notes the time in their session.
 * @throws AppError `invalid_request` on the field `password`; `rate_limited` after ten attempts in 15 min.
 */
export async function reauthenticate(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  session: { readonly memberId: string; readonly sessionId: string },
  password: string,
): Promise<{ readonly atMs: number }> {
  const { prisma } = runtime.database
  const isAllowed = await takeAttempt(
    prisma,
    `reauthenticate|${session.memberId}`,
    attemptLimit,
    runtime.clock(),
  )
  if (!isAllowed) throw new AppError('rate_limited', 'Too many attempts. Wait 15 minutes, then try again.')
  const stored = await findPasswordHash(prisma, session.memberId)
  if (stored === null || !(await isPassword(password, stored))) {
    const details = [{ name: 'password', message: 'This is not your password' }]
    throw new AppError('invalid_request', 'This is not your password.', { details })
  }
  const atMs = runtime.clock()
  await markReauthenticated(prisma, session.sessionId, new Date(atMs))
  return { atMs }
}
