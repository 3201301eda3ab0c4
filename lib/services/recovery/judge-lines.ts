import type { z } from 'zod'
import { parseLine } from '../../contracts/recorded-line.ts'
import type { Database } from '../../store/database.ts'
import { findAccountIds } from '../../store/recovery/find-account-ids.ts'

/** One line as it came: JSON, or text that is none. */
export type InputLine =
  { readonly line: number; readonly json: unknown } | { readonly line: number; readonly fault: string }

/** A line that was not taken, with every reason. */
export interface RefusedLine {
  readonly line: number
  readonly result: 'refused'
  readonly code: 'invalid' | 'forbidden' | 'unknown_account' | 'in_future'
  readonly message: string
}

/** A line that was read. */
export interface ReadLine<Value> {
  readonly line: number
  readonly value: Value
}

/**
 * Reads lines that each speak of an account, every one judged by itself; `accountIds` are the accounts that the caller
 * may speak for, null for all.
 */
export async function judgeLines<Value extends { readonly accountId: string }>(
  database: Pick<Database, 'reads'>,
  lines: readonly InputLine[],
  schema: z.ZodType<Value>,
  accountIds: readonly string[] | null,
): Promise<readonly (ReadLine<Value> | RefusedLine)[]> {
  const parsed = lines.map((line) => ({ line: line.line, found: parse(line, schema) }))
  const named = parsed.flatMap(({ found }) => (found.ok ? [found.value.accountId] : []))
  const known = await findAccountIds(database, [...new Set(named)])
  return parsed.map(({ line, found }) => {
    if (!found.ok) {
      const faults = found.faults.map(({ field, message }) => `${field} ${message}`.trim())
      return refusedLine(line, 'invalid', faults.join('; '))
    }
    const { accountId } = found.value
    if (accountIds !== null && !accountIds.includes(accountId)) {
      return refusedLine(line, 'forbidden', `This key may not speak for account ${accountId}.`)
    }
    if (!known.has(accountId)) {
      return refusedLine(line, 'unknown_account', `There is no account ${accountId}.`)
    }
    return { line, value: found.value }
  })
}

export function refusedLine(line: number, code: RefusedLine['code'], message: string): RefusedLine {
  return { line, result: 'refused', code, message }
}

function parse<Value>(line: InputLine, schema: z.ZodType<Value>): ReturnType<typeof parseLine<Value>> {
  if ('fault' in line) return { ok: false, faults: [{ field: '', message: line.fault }] }
  return parseLine(schema, line.json)
}
