import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { passwordLength } from './password.ts'

/** What signing in needs from outside. */
export interface AuthDependencies {
  /** A Prisma client that knows the member tables. */
  readonly prisma: object
  /** Signs the session cookie; 32 characters or more. */
  readonly secret: string
  /** Where the browser reaches the console; `https` makes the cookies secure. */
  readonly baseUrl: string
  readonly now: () => Date
  readonly newId: () => string
}

/** The header in which the server's own proxy names the peer's address; a browser's own is overwritten there. */
export const clientAddressHeader = 'x-interlock-client-address'

/** A working day: whoever comes back tomorrow signs in again. */
const sessionSeconds = 12 * 60 * 60
/** Per address; slow enough that guessing 12 characters is hopeless, wide enough for a desk behind one address. */
const signInLimit = { window: 60, max: 10 }

/**
 * The sign-in library, over the member tables: e-mail and password, no signing up, sessions in the database,
 * attempts to sign in limited per address. Members are made by the services alone.
 */
export function createAuth({ prisma, secret, baseUrl, now, newId }: AuthDependencies) {
  return betterAuth({
    appName: 'Interlock',
    secret,
    baseURL: baseUrl,
    basePath: '/api/auth',
    trustedOrigins: [new URL(baseUrl).origin],
    database: prismaAdapter(prisma, { provider: 'postgresql' }),
    telemetry: { enabled: false },
    logger: { level: 'error' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    user: {
      modelName: 'member',
      additionalFields: { role: { type: 'string', required: true, input: false } },
    },
    session: {
      modelName: 'memberSession',
      fields: { userId: 'memberId' },
      expiresIn: sessionSeconds,
      updateAge: 60 * 60,
      additionalFields: { reauthenticatedAt: { type: 'date', required: true, input: false } },
    },
    account: { modelName: 'memberCredential', fields: { userId: 'memberId' } },
    verification: { modelName: 'memberVerification' },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'memberRateLimit',
      customRules: { '/sign-in/email': signInLimit, '/get-session': false },
    },
    databaseHooks: {
      session: {
        create: { before: (session) => Promise.resolve({ data: { ...session, reauthenticatedAt: now() } }) },
      },
    },
    advanced: {
      cookiePrefix: 'interlock',
      useSecureCookies: baseUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: { generateId: newId },
    },
  })
}

export type Auth = ReturnType<typeof createAuth>
