import type { ExecutorRow, ExecutorsView } from '../../contracts/views/executors-view.ts'
import type { Policy } from '../../engine/policy/policy.ts'
import { listDeliveries } from '../../store/executors/deliveries.ts'
import { listExecutors } from '../../store/executors/registry.ts'
import { listAccountRows } from '../../store/list-accounts.ts'
import { builtInExecutors } from '../executors/built-in-executors.ts'
import type { ConsoleContext } from './console-context.ts'
import { deliveryRow } from './delivery-row.ts'

/** Every executor that is built in, pointed at a webhook or named by a policy in force. */
export async function readExecutors(context: ConsoleContext): Promise<ExecutorsView> {
  const { database } = context
  const [pointed, routes] = await Promise.all([listExecutors(database), readRoutes(context)])
  const webhooks = new Map(pointed.map((executor) => [executor.name, executor]))
  const names = namesOf([...webhooks.keys()], routes)
  const executors = await Promise.all(
    names.map(async (name): Promise<ExecutorRow> => {
      const webhook = webhooks.get(name)
      const [last] = await listDeliveries(database, { ...openFilter, executor: name }, 1)
      return {
        name,
        builtIn: builtInExecutors.get(name)?.does ?? null,
        webhook: webhook
          ? { url: webhook.url, changedAtMs: webhook.changedAtMs, changedBy: webhook.changedBy }
          : null,
        namedBy: routes.filter((route) => route.executor === name).map(namedBy),
        last: last ? deliveryRow(last) : null,
      }
    }),
  )
  return { asOfMs: context.now(), executors }
}

/** The names of `readExecutors`. */
export async function readExecutorNames(context: ConsoleContext): Promise<readonly string[]> {
  const [pointed, routes] = await Promise.all([listExecutors(context.database), readRoutes(context)])
  return namesOf(
    pointed.map(({ name }) => name),
    routes,
  )
}

const openFilter = { accountId: null, status: null }

/** A tier of a policy in force that routes to an executor. */
interface Route {
  readonly executor: string
  readonly policyName: string
  readonly policyVersion: string
  readonly tier: 'tier_1' | 'tier_2'
  readonly accounts: number
}

function namedBy({ policyName, policyVersion, tier, accounts }: Route): ExecutorRow['namedBy'][number] {
  return { policyName, policyVersion, tier, accounts }
}

function namesOf(pointed: readonly string[], routes: readonly Route[]): readonly string[] {
  const others = [...pointed, ...routes.map(({ executor }) => executor)].sort()
  return [...new Set([...builtInExecutors.keys(), ...others])]
}

/** The policies are few, however many accounts are under them: one account of each tells what it says. */
async function readRoutes(context: ConsoleContext): Promise<readonly Route[]> {
  const accounts = new Map<string, { readonly accountId: string; count: number }>()
  for (const { id, policyVersion } of await listAccountRows(context.database)) {
    if (policyVersion === null) continue
    const known = accounts.get(policyVersion)
    if (known) known.count += 1
    else accounts.set(policyVersion, { accountId: id, count: 1 })
  }
  const states = await context.states.read([...accounts.values()].map(({ accountId }) => accountId))
  return [...accounts].flatMap(([policyVersion, { accountId, count }]) => {
    const policy = states.get(accountId)?.policy
    return policy ? routesOf(policy, policyVersion, count) : []
  })
}

function routesOf({ name, velocity }: Policy, policyVersion: string, accounts: number): readonly Route[] {
  return (['tier_1', 'tier_2'] as const).flatMap((tier) => {
    const { executor } = velocity.tiers[tier]
    return executor === undefined ? [] : [{ executor, policyName: name, policyVersion, tier, accounts }]
  })
}
