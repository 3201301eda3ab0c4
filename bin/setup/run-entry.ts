import { AppError } from '#lib/shared/app-error.ts'

const BUG = 1
const BAD_INPUT = 2
const DEPENDENCY_FAILED = 3

/** Runs the main function of an entry. A failure that is expected is printed as its sentence, a bug with its stack. */
export function runEntry(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    if (error instanceof AppError) {
      process.stderr.write(`${error.message}\n`)
      process.exit(error.code === 'invalid_request' ? BAD_INPUT : DEPENDENCY_FAILED)
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exit(BUG)
  })
}
