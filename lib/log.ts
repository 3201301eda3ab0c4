import { pino, type DestinationStream, type Logger } from 'pino'

export type Log = Logger

/** Keys whose values never reach a log line, at any of the depths that our lines have. */
const secretKeys = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  'set-cookie',
  'key',
  'apiKey',
  'DATABASE_URL',
]

/**
 * The process's structured log: a JSON line each on standard output, with an RFC 3339 time. Values under the names
 * of secrets are cut out.
 */
export function createLog(options: { level: string; name: string }, destination?: DestinationStream): Log {
  const redact = {
    paths: secretKeys.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]),
    censor: '[redacted]',
  }
  const settings = {
    level: options.level,
    base: { process: options.name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact,
  }
  return destination ? pino(settings, destination) : pino(settings)
}
