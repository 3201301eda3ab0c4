import { AppError, type ErrorDetail } from '../shared/app-error.ts'

/** An `invalid_request` about a place in a file: `FILE:LINE: field: what to mend`, one detail for each bad field. */
export function inputError(file: string, line: number, details: readonly ErrorDetail[]): AppError {
  const faults = details.map(({ name, message }) => (name === '' ? message : `${name}: ${message}`))
  return new AppError('invalid_request', `${file}:${line}: ${faults.join('; ')}`, { details })
}
