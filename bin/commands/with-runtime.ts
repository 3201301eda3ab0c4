import type { Env } from '#lib/env.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { AppError } from '#lib/shared/app-error.ts'

/** Sentences about the opening are of interest only when it takes long. */
const patienceMs = 1000

/** What a command that needs the database works with. */
export interface CommandRuntime {
  readonly env: Env
  readonly runtime: Runtime
}

/**
 * Runs work on the database that the settings name. The embedded one is joined when a server runs on it, else started
 * for as long as the work lasts; it is let go of in any case.
 * @throws AppError `unavailable` when the database cannot be reached or fails.
 */
export async function withRuntime<Value>(work: (command: CommandRuntime) => Promise<Value>): Promise<Value> {
  // Loaded only here, so that commands on files start fast and need no database client.
  const [{ readEnv }, { openDatabase }, { createRuntime }] = await Promise.all([
    import('#lib/env.ts'),
    import('../setup/open-database.ts'),
    import('#lib/services/runtime.ts'),
  ])
  const opening = saySlowly()
  try {
    const database = await openDatabase(readEnv(), opening.say)
    opening.end()
    try {
      const { env } = database
      const runtime = createRuntime({ databaseUrl: env.DATABASE_URL })
      try {
        return await work({ env, runtime })
      } finally {
        await runtime.close()
      }
    } finally {
      await database.close()
    }
  } catch (error) {
    opening.end()
    throw asUnavailable(error)
  }
}

/** Keeps sentences back until the opening has taken a second, then prints them as they come. */
function saySlowly(): { say: (sentence: string) => void; end: () => void } {
  const waiting: string[] = []
  let slow = false
  const print = (sentence: string) => process.stderr.write(`${sentence}\n`)
  const timer = setTimeout(() => {
    slow = true
    waiting.forEach(print)
  }, patienceMs)
  return {
    say: (sentence) => (slow ? void print(sentence) : void waiting.push(sentence)),
    end: () => clearTimeout(timer),
  }
}

/** An error with a code is the database's or the system's; one without is a bug and stays what it is. */
function asUnavailable(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const parts = error instanceof AggregateError ? (error.errors as unknown[]) : [error]
  const part = parts.find((one) => one instanceof Error && 'code' in one && typeof one.code === 'string')
  if (!(part instanceof Error)) return error
  return new AppError('unavailable', `The database cannot be used: ${part.message}`, { cause: error })
}
