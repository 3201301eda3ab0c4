import { AppError } from '#lib/shared/app-error.ts'

/**
 * The secret that seals credentials.
 * @throws AppError `invalid_request` when it is not set.
 */
export function secretOf({ INTERLOCK_SECRET }: { readonly INTERLOCK_SECRET?: string | undefined }): string {
  if (INTERLOCK_SECRET === undefined) throw new AppError('invalid_request', 'INTERLOCK_SECRET must be set.')
  return INTERLOCK_SECRET
}
