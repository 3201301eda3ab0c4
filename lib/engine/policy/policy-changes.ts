import type { Policy } from './policy.ts'

/** One field that differs between two policies; null where a policy does not have it. */
export interface PolicyChange {
  /** `velocity.tiers.tier_3.windowMinutes`; a constraint goes by its id: `constraints.seo_limit.hourlyLimit`. */
  readonly path: string
  /** JSON of the value. */
  readonly before: string | null
  readonly after: string | null
}

/** Every field in which two policies differ, in the order of the document. Pure. */
export function policyChanges(before: Policy | null, after: Policy): readonly PolicyChange[] {
  const old = new Map(before ? leaves('', withIds(before)) : [])
  const fresh = new Map(leaves('', withIds(after)))
  const paths = [...new Set([...fresh.keys(), ...old.keys()])]
  return paths.flatMap((path) => {
    const change = { path, before: old.get(path) ?? null, after: fresh.get(path) ?? null }
    return change.before === change.after ? [] : [change]
  })
}

/** Constraints by their ids, so that removing the first does not change every other one. */
function withIds(policy: Policy): Readonly<Record<string, unknown>> {
  return {
    ...policy,
    constraints: Object.fromEntries(policy.constraints.map(({ id, ...rest }) => [id, rest])),
  }
}

/** Fields and their JSON; lists are fields as a whole. */
function leaves(path: string, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [[path, JSON.stringify(value)]]
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    inner === undefined ? [] : leaves(path === '' ? key : `${path}.${key}`, inner),
  )
}
