/** What a member may do: a viewer reads, a reviewer decides lockouts, a lead also locks out and invites. */
export const roles = ['viewer', 'reviewer', 'lead'] as const
export type Role = (typeof roles)[number]

/** Whether `role` carries at least the rights of `needed`. */
export function roleAllows(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}

/** Reads a stored role; anything unknown is the least of them. */
export function parseRole(value: unknown): Role {
  return roles.find((role) => role === value) ?? 'viewer'
}
