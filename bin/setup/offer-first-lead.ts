import type { Env } from '#lib/env.ts'
import { bootstrapLead } from '#lib/services/members/bootstrap-lead.ts'
import { createSetupLink } from '#lib/services/members/create-setup-link.ts'
import type { Runtime } from '#lib/services/runtime.ts'

/**
 * Lets somebody into an empty database: creates the first lead that INTERLOCK_BOOTSTRAP_LEAD names, or says a one-time
 * link to create one. Says nothing once there is a member.
 */
export async function offerFirstLead(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  env: Pick<Env, 'INTERLOCK_BOOTSTRAP_LEAD'>,
  baseUrl: string,
  say: (sentence: string) => void,
): Promise<void> {
  const lead = env.INTERLOCK_BOOTSTRAP_LEAD
  if (lead) {
    if (await bootstrapLead(runtime, lead)) say(`Created the first lead, ${lead.email}.`)
    return
  }
  const link = await createSetupLink(runtime, baseUrl)
  if (!link) return
  const minutes = Math.round((link.expiresAtMs - runtime.clock()) / 60_000)
  say(`Nobody can sign in yet. Create the first lead here, once, within ${minutes} min:\n  ${link.url}`)
}
