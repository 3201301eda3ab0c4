import { z } from 'zod'

/** Inputs of the server actions in app/actions/policies.ts, named after them. */
const accountId = z.string().min(1)
/** A policy as JSON text: read by `parsePolicyText`, whose faults come back by their paths. */
const document = z.string()

/** `assignPolicy`: a new version for these accounts, from their next decision on. Only a lead may. */
export const assignPolicySchema = z.object({
  document,
  accounts: z
    .array(
      z.object({
        accountId,
        /** The version on the lead's screen; null when the account had none. A newer one is not overwritten. */
        seenVersion: z.string().nullable(),
      }),
    )
    .min(1, 'Choose an account'),
})
/** `setPolicyMode`: the policy in force with another mode, as a new version. Only a lead may. */
export const setPolicyModeSchema = z.object({ accountId, mode: z.enum(['enforce', 'shadow']) })
/** `replayPolicy`: the recorded last 30 days of an account under a proposed policy. Writes nothing. */
export const replayPolicySchema = z.object({
  accountId,
  document,
  /** After how long a reviewer would have reset each lockout; null: never. */
  resetAfterMinutes: z.int().min(1).max(1440).nullable(),
})

export type AssignPolicyInput = z.infer<typeof assignPolicySchema>
export type SetPolicyModeInput = z.infer<typeof setPolicyModeSchema>
export type ReplayPolicyInput = z.infer<typeof replayPolicySchema>
