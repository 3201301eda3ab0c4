import { expect, test } from 'vitest'
import { baseUrlOf, readCompleteEnv, readEnv } from '#lib/env.ts'
import { AppError } from '#lib/shared/app-error.ts'

const secret = 's'.repeat(32)

test('everything unset is a whole set of settings', () => {
  const env = readEnv({})
  expect(env).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', INTERLOCK_ROLE: 'all', LOG_LEVEL: 'info' })
  expect(env.INTERLOCK_DATA_DIR).toMatch(/[\\/]\.interlock$/)
  expect(env.DATABASE_URL).toBeUndefined()
  expect(baseUrlOf(env)).toBe('http://localhost:3000')
})

test('an empty variable is an unset one', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: '', LOG_LEVEL: '' })).toEqual(readEnv({}))
})

test('the first lead is split at the first colon', () => {
  const env = readEnv({ INTERLOCK_BOOTSTRAP_LEAD: 'lead@example.org:a long: password' })
  expect(env.INTERLOCK_BOOTSTRAP_LEAD).toEqual({ email: 'lead@example.org', password: 'a long: password' })
})

test.each<[string, Record<string, string>, RegExp]>([
  ['a port that is no number', { PORT: '80a' }, /PORT must be a whole number/],
  ['a port out of range', { PORT: '70000' }, /PORT must be a whole number/],
  ['another database', { DATABASE_URL: 'mysql://x/y' }, /DATABASE_URL must be a URL such as postgresql:/],
  ['a role that is none', { INTERLOCK_ROLE: 'both' }, /INTERLOCK_ROLE must be all, web or worker/],
  ['a short secret', { INTERLOCK_SECRET: 'hunter2' }, /INTERLOCK_SECRET must have 32 characters/],
  [
    'a base address without scheme',
    { INTERLOCK_BASE_URL: 'example.org' },
    /INTERLOCK_BASE_URL must be the address/,
  ],
  [
    'a lead with a short password',
    { INTERLOCK_BOOTSTRAP_LEAD: 'a@b.c:short' },
    /INTERLOCK_BOOTSTRAP_LEAD must be/,
  ],
  ['a log level that is none', { LOG_LEVEL: 'loud' }, /LOG_LEVEL must be fatal/],
  ['a database without a secret', { DATABASE_URL: 'postgresql://h/d' }, /INTERLOCK_SECRET must be set when/],
])('%s stops with a sentence that names it and keeps the value to itself', (_name, source, sentence) => {
  const failure = failureOf(() => readEnv(source))
  expect(failure.code).toBe('invalid_request')
  expect(failure.message).toMatch(sentence)
  expect(failure.message).not.toContain('hunter2')
})

test('all bad settings are named at once', () => {
  const failure = failureOf(() => readEnv({ PORT: 'x', LOG_LEVEL: 'y' }))
  expect(failure.details.map((detail) => detail.name)).toEqual(['PORT', 'LOG_LEVEL'])
})

test('a process that needs its database says so', () => {
  expect(failureOf(() => readCompleteEnv({})).message).toMatch(/DATABASE_URL must be set here/)
  const source = { DATABASE_URL: 'postgresql://h/d', INTERLOCK_SECRET: secret }
  expect(readCompleteEnv(source).INTERLOCK_SECRET).toBe(secret)
})

function failureOf(run: () => unknown): AppError {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
