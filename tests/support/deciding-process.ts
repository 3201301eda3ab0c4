// A process of its own that decides without a pause, started by deciding-processes.ts; answers over its channel.
import { decideAction } from '#lib/services/decide-action.ts'
import { createRuntime } from '#lib/services/runtime.ts'
import { callersOfAccount, type DecidedCall, type DecidingOrder } from './deciding-processes.ts'

const { databaseUrl, name, accountIds } = JSON.parse(process.argv[2] ?? '') as DecidingOrder
const runtime = createRuntime({ databaseUrl, decideDeadlineMs: 30_000 })
let isOver = false
let number = 0

async function call(accountId: string): Promise<DecidedCall> {
  number += 1
  // The one clock that all processes of a machine share and that nobody sets.
  const begunAt = process.hrtime.bigint().toString()
  const result = await decideAction(
    runtime,
    {
      accountId,
      actionId: `${name}-${String(number)}`,
      agentId: name,
      type: 'edit',
      target: { id: `post-${String(number % 7)}` },
      origin: 'agent',
      parameters: {},
    },
    { authorityEpoch: null },
  )
  if (result.kind !== 'decided') throw new Error(`a call was ${result.kind}`)
  const { verdict, reasons } = result.decision
  const endedAt = process.hrtime.bigint().toString()
  return { name, accountId, begunAt, endedAt, verdict, reason: reasons[0]?.code ?? null }
}

const callers = accountIds.flatMap((accountId) =>
  Array.from({ length: callersOfAccount }, async () => {
    while (!isOver) process.send?.(await call(accountId))
  }),
)

process.on('message', () => {
  isOver = true
})
await Promise.all(callers)
await runtime.close()
process.disconnect()
