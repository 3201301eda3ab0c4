import { statfs } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Env } from '#lib/env.ts'
import type { Finding } from '#lib/services/diagnose.ts'
import { AppError } from '#lib/shared/app-error.ts'
import { exitCodes } from './exit-codes.ts'
import { openOutput } from './output.ts'

/** Below this PostgreSQL may soon be unable to write its log, and the gate to decide. */
const neededBytes = 1024 ** 3

/** Adds `interlock doctor`: what is wrong, and the mend. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'check settings, database, migrations, log, clock, worker and disk; exit with 1 when one is not well',
    )
    .action(doctor)
}

async function doctor(): Promise<void> {
  const { readEnv } = await import('#lib/env.ts')
  const env = readEnv()
  const findings: Finding[] = [{ what: 'settings', status: 'valid', mend: null }]
  let failure: unknown = null
  try {
    findings.push(...(await diagnoseDatabase(env)))
  } catch (error) {
    failure = error
    findings.push(databaseFailure(error))
  }
  findings.push(...(await diskFindings(env)))
  const output = openOutput()
  for (const { what, status, mend } of findings) {
    output.line(`${mend === null ? 'ok  ' : 'BAD '} ${what.padEnd(11)} ${status}`)
    if (mend !== null) output.line(`                 ${mend}`)
  }
  await output.end()
  if (failure !== null) process.exitCode = exitCodes.dependencyFailed
  else if (findings.some(({ mend }) => mend !== null)) process.exitCode = exitCodes.answerIsNo
}

/** Looks at the database as it is: unlike every other command, doctor applies no migration. */
async function diagnoseDatabase(env: Env): Promise<readonly Finding[]> {
  const [{ openCluster }, { createRuntime }, { diagnose }] = await Promise.all([
    import('../setup/postgres/open-cluster.ts'),
    import('#lib/services/runtime.ts'),
    import('#lib/services/diagnose.ts'),
  ])
  const cluster = env.DATABASE_URL
    ? null
    : await openCluster({ dataDir: env.INTERLOCK_DATA_DIR, durable: true })
  try {
    const runtime = createRuntime({ databaseUrl: env.DATABASE_URL ?? cluster?.databaseUrl ?? '' })
    try {
      return await diagnose(runtime)
    } finally {
      await runtime.close()
    }
  } finally {
    await cluster?.close()
  }
}

function databaseFailure(error: unknown): Finding {
  const status = error instanceof Error ? error.message : String(error)
  const mend =
    error instanceof AppError
      ? 'See that PostgreSQL runs and that DATABASE_URL names it; nothing can be decided until it does.'
      : 'This is not expected: please report it.'
  return { what: 'database', status, mend }
}

async function diskFindings(env: Env): Promise<readonly Finding[]> {
  // Only the embedded database is on this machine's disk for certain.
  if (env.DATABASE_URL) return []
  const { bavail, bsize } = await statfs(env.INTERLOCK_DATA_DIR)
  const freeBytes = bavail * bsize
  const status = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free at ${env.INTERLOCK_DATA_DIR}`
  const mend = freeBytes < neededBytes ? 'Make room: without it no decision can be recorded.' : null
  return [{ what: 'disk', status, mend }]
}
