import type { Actor, GuardCommand } from '#lib/engine/guard/commands.ts'
import type { ActionRequest } from '#lib/engine/guard/events.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { digest } from '#lib/services/account-log/digest.ts'
import type { Settlement } from '#lib/services/account-log/account-item.ts'
import { type ConsoleContext, createConsoleContext } from '#lib/services/console/console-context.ts'
import { runAccountCommand, type CommandResult } from '#lib/services/run-account-command.ts'
import { createRuntime, type Runtime } from '#lib/services/runtime.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

/** A runtime and a console over a database of their own, with a clock that the test moves. */
export interface TestDesk {
  readonly runtime: Runtime
  readonly console: ConsoleContext
  readonly databaseUrl: string
  nowMs: number
  /** Opens an account under a policy; its handle is `@` and the id. */
  open(accountId: string, policy?: Policy, version?: string): Promise<void>
  /** Decides edits at the clock, each `gapMs` after the one before. */
  edit(accountId: string, count: number, gapMs?: number, agentId?: string): Promise<readonly Settlement[]>
  give(accountId: string, command: Exclude<GuardCommand, { type: 'decide_action' }>): Promise<CommandResult>
  close(): Promise<void>
}

/** Opens a desk on a fresh database of the project `integration`. */
export async function openTestDesk(startMs: number = Date.UTC(2026, 0, 5, 12)): Promise<TestDesk> {
  const database = await createTestDatabase()
  return deskOver(database, startMs)
}

/** A member who signed in a minute before `nowMs`. */
export function actorAt(nowMs: number, name: string, role: Actor['role'] = 'reviewer'): Actor {
  return { id: `id-${name}`, name, role, reauthenticatedAtMs: nowMs - 60_000 }
}

function deskOver(database: TestDatabase, startMs: number): TestDesk {
  let actionNumber = 0
  const runtime = createRuntime({ databaseUrl: database.url, clock: () => desk.nowMs })
  const desk: TestDesk = {
    runtime,
    console: createConsoleContext(runtime.database, () => desk.nowMs),
    databaseUrl: database.url,
    nowMs: startMs,
    open: async (accountId, policy = presets.standard, version = 'version-1') => {
      await desk.give(accountId, {
        type: 'open_account',
        accountId,
        name: accountId,
        handle: `@${accountId}`,
        recorded: false,
      })
      await desk.give(accountId, { type: 'assign_policy', policyVersion: version, policy, by: null })
    },
    edit: async (accountId, count, gapMs = 1000, agentId = 'runaway') => {
      const settlements: Settlement[] = []
      for (let index = 0; index < count; index += 1) {
        actionNumber += 1
        settlements.push(await decide(runtime, accountId, requestOf(`a-${String(actionNumber)}`, agentId)))
        desk.nowMs += gapMs
      }
      return settlements
    },
    give: (accountId, command) => runAccountCommand(runtime, accountId, command),
    close: async () => {
      await runtime.close()
      await database.drop()
    },
  }
  return desk
}

function requestOf(actionId: string, agentId: string): ActionRequest {
  const parts = {
    agentId,
    actionType: 'edit',
    target: { id: `post-${actionId}` },
    origin: 'agent' as const,
    parameters: {},
  }
  return { actionId, ...parts, digest: digest(parts) }
}

function decide(runtime: Runtime, accountId: string, request: ActionRequest): Promise<Settlement> {
  return new Promise((resolve) => {
    runtime.accounts.submit({
      accountId,
      command: { type: 'decide_action', request },
      actionId: request.actionId,
      recordedAtMs: null,
      authorityEpoch: null,
      deadlineMs: Date.now() + 10_000,
      needsTail: false,
      isSettled: false,
      settle: resolve,
    })
  })
}
