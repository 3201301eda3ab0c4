import { randomBytes } from 'node:crypto'

/** The settings of a whole server on a database, and who may sign in there. */
export function consoleEnvironment(databaseUrl: string) {
  const member = { email: 'bench@demo.example', password: randomBytes(12).toString('hex') }
  const env = {
    NODE_ENV: 'production' as const,
    DATABASE_URL: databaseUrl,
    INTERLOCK_SECRET: randomBytes(32).toString('hex'),
    INTERLOCK_BOOTSTRAP_LEAD: `${member.email}:${member.password}`,
    INTERLOCK_BASE_URL: '',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
  }
  return { member, env }
}
