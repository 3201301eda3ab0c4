import pg from 'pg'
import type { GuardCommand } from '#lib/engine/guard/commands.ts'
import { decide } from '#lib/engine/guard/decide.ts'
import { evolve } from '#lib/engine/guard/evolve.ts'
import { initialState } from '#lib/engine/guard/initial-state.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { digest } from '#lib/services/account-log/digest.ts'
import { newId } from '#lib/services/new-id.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { appendBatch } from '#lib/store/event-log/append-batch.ts'
import { pooledAppend } from '#lib/store/event-log/append-statements.ts'
import { eventHash, firstPreviousHash } from '#lib/store/event-log/event-hash.ts'
import { accountStream, type EventRow } from '#lib/store/event-log/event-row.ts'

/** Opens accounts under a policy, as the program would but thousands in a statement; the log's chain is whole. */
export async function seedAccounts(
  databaseUrl: string,
  accountIds: readonly string[],
  policy: Policy,
): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  const policyVersion = digest(policy)
  const nowMs = Date.now()
  try {
    for (let from = 0; from < accountIds.length; from += 2500) {
      const ids = accountIds.slice(from, from + 2500)
      const rows = ids.flatMap((accountId) => openingRows(accountId, policy, policyVersion, nowMs))
      rows.sort((a, b) => (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.seq - b.seq))
      const outcome = await appendBatch(pooledAppend(pool), { epoch: await epochOf(pool), items: rows })
      if (outcome.kind !== 'appended') throw new Error(`the accounts could not be opened: ${outcome.kind}`)
      await pool.query(
        `INSERT INTO account (id, name, handle, recorded, policy_name, policy_version, policy_mode, created_at)
         SELECT id, id, '@' || id, false, $2, $3, $4, $5 FROM unnest($1::text[]) AS id`,
        [ids, policy.name, policyVersion, policy.mode, new Date(nowMs)],
      )
    }
  } finally {
    await pool.end()
  }
}

/** The current control epoch. */
export async function epochOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ epoch: string }>('SELECT epoch FROM control')
  return Number(rows[0]?.epoch)
}

function openingRows(accountId: string, policy: Policy, policyVersion: string, nowMs: number): EventRow[] {
  const stream = accountStream(accountId)
  const context = { nowMs, stopOrders: [], digest, newId }
  const commands: GuardCommand[] = [
    { type: 'open_account', accountId, name: accountId, handle: `@${accountId}`, recorded: false },
    { type: 'assign_policy', policyVersion, policy, by: null },
  ]
  let state = initialState(accountId)
  let hash: Uint8Array = firstPreviousHash
  const rows: EventRow[] = []
  for (const command of commands) {
    const result = decide(state, command, context)
    if (result.kind === 'refused') throw new Error(`${command.type} is refused`)
    for (const event of result.events) {
      const seq = state.seq + 1
      const body = canonicalJson(event.data)
      hash = eventHash(hash, { stream, seq, type: event.type, atMs: nowMs, body })
      rows.push({ stream, seq, type: event.type, atMs: nowMs, actionId: null, body, hash })
      state = evolve(state, { seq, atMs: nowMs, event })
    }
  }
  return rows
}
