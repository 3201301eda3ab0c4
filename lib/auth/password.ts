import { hashPassword as hash, verifyPassword as verify } from 'better-auth/crypto'

/** Length in characters; NIST SP 800-63B asks for 8 at the least and no rules of composition. */
export const passwordLength = { min: 12, max: 200 } as const

/** scrypt with its own salt, in the form that signing in verifies. */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** Whether `password` is the one behind `stored`. */
export function isPassword(password: string, stored: string): Promise<boolean> {
  return verify({ password, hash: stored })
}
