import { parsePolicyText } from '../../contracts/policy.ts'
import type { Policy } from '../../engine/policy/policy.ts'
import { AppError } from '../../shared/app-error.ts'

/**
 * The policy that a text holds.
 * @throws AppError `invalid_request` with every fault by its path; the text as a whole goes by `document`.
 */
export function readPolicyText(text: string): Policy {
  const parsed = parsePolicyText(text)
  if (parsed.ok) return parsed.policy
  const details = parsed.issues.map(({ path, message }) => ({ name: path || 'document', message }))
  const first = details.map(({ name, message }) => `${name} ${message}`).join('; ')
  throw new AppError('invalid_request', `This is no policy: ${first}.`, { details })
}
