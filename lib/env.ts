import path from 'node:path'
import { z } from 'zod'
import { AppError } from '#lib/shared/app-error.ts'

/** The settings of the program, read from the environment. */
export type Env = Readonly<z.output<typeof envSchema>>
/** Settings of a process that has its database: set by the one that started it, if not by a person. */
export type CompleteEnv = Env & { readonly DATABASE_URL: string; readonly INTERLOCK_SECRET: string }

/** better-auth's and our own signatures want at least 256 bits of text. */
const SECRET_MIN_LENGTH = 32

/** An empty variable is an unset one: that is how shells and compose files switch a setting off. */
const unset = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(unset, schema.optional())
const withDefault = <T extends z.ZodType>(schema: T, value: string) =>
  z.preprocess((given) => unset(given) ?? value, schema)
const urlOf = (protocols: RegExp, message: string) => z.url({ protocol: protocols, error: message })
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`)

const envSchema = z.object({
  /** Unset: an embedded PostgreSQL in INTERLOCK_DATA_DIR. */
  DATABASE_URL: optional(
    urlOf(/^postgres(ql)?$/, 'must be a URL such as postgresql://user:password@host:5432/name'),
  ),
  INTERLOCK_DATA_DIR: withDefault(
    z.string().transform((folder) => path.resolve(folder)),
    '.interlock',
  ),
  PORT: withDefault(wholeNumber(0, 65_535), '3000'),
  HOST: withDefault(z.string().regex(/^[\w.:-]+$/, 'must be a host name or an address'), '127.0.0.1'),
  INTERLOCK_ROLE: withDefault(z.enum(['all', 'web', 'worker'], 'must be all, web or worker'), 'all'),
  INTERLOCK_SECRET: optional(
    z
      .string()
      .min(
        SECRET_MIN_LENGTH,
        `must have ${SECRET_MIN_LENGTH} characters or more; \`openssl rand -hex 32\` makes one`,
      ),
  ),
  INTERLOCK_BASE_URL: optional(
    urlOf(
      /^https?$/,
      'must be the address at which browsers reach the console, such as https://interlock.example.org',
    ).transform((url) => url.replace(/\/+$/, '')),
  ),
  INTERLOCK_BOOTSTRAP_LEAD: optional(
    z
      .string()
      .regex(
        /^[^\s@:]+@[^\s@:]+:.{12,200}$/s,
        'must be email:password with a password of 12 characters or more',
      )
      .transform((value) => ({
        email: value.slice(0, value.indexOf(':')),
        password: value.slice(value.indexOf(':') + 1),
      })),
  ),
  /** How many accounts' states the gate keeps in memory; some 20 kB each. */
  INTERLOCK_CACHE_ACCOUNTS: withDefault(wholeNumber(1, 10_000_000), '20000'),
  /** How long a decision may take, in ms, before it is answered with "cannot decide". */
  INTERLOCK_DECIDE_DEADLINE_MS: withDefault(wholeNumber(100, 60_000), '5000'),
  /** How long after a failed delivery to a webhook the first retry comes, in ms; the waits double from there. */
  INTERLOCK_DELIVERY_FIRST_WAIT_MS: withDefault(wholeNumber(100, 300_000), '5000'),
  /** For how long, in seconds, a worker may hold a delivery before it counts as dead and another takes it. */
  INTERLOCK_DELIVERY_LEASE_SECONDS: withDefault(wholeNumber(4, 3600), '60'),
  LOG_LEVEL: withDefault(
    z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    ),
    'info',
  ),
})

/**
 * Reads and checks every setting at once.
 * @throws AppError `invalid_request` with one sentence for each bad setting, naming it and the mend, never its value.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const parsed = envSchema.safeParse(source)
  if (!parsed.success) {
    refuse(parsed.error.issues.map((issue) => ({ name: String(issue.path[0]), message: issue.message })))
  }
  const env = parsed.data
  if (env.DATABASE_URL && !env.INTERLOCK_SECRET) {
    refuse([
      {
        name: 'INTERLOCK_SECRET',
        message:
          'must be set when DATABASE_URL is, the same for every process; `openssl rand -hex 32` makes one',
      },
    ])
  }
  return env
}

/**
 * As `readEnv`, for a process that was given its database and its secret.
 * @throws AppError `invalid_request`, also when either is missing.
 */
export function readCompleteEnv(
  source: Readonly<Record<string, string | undefined>> = process.env,
): CompleteEnv {
  const env = readEnv(source)
  const { DATABASE_URL, INTERLOCK_SECRET } = env
  if (!DATABASE_URL || !INTERLOCK_SECRET) {
    return refuse([
      { name: 'DATABASE_URL', message: 'must be set here; `npm start` sets it for the processes it starts' },
    ])
  }
  return { ...env, DATABASE_URL, INTERLOCK_SECRET }
}

/** Where browsers reach the console. */
export function baseUrlOf(env: Pick<Env, 'INTERLOCK_BASE_URL' | 'PORT'>): string {
  return env.INTERLOCK_BASE_URL ?? `http://localhost:${env.PORT}`
}

function refuse(details: { name: string; message: string }[]): never {
  const sentences = details.map((detail) => `${detail.name} ${detail.message}.`)
  throw new AppError('invalid_request', sentences.join('\n'), { details })
}
