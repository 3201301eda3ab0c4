import { runClosedLoop } from '../measure/closed-loop.ts'
import type { Contender } from '../measure/interleave.ts'
import type { Gate } from '../open-gate.ts'

let calls = 0

/** The gate in this process, asked by a number of callers. */
export function gateContender(
  gate: Gate,
  callers: number,
  load: string,
  accountOf: (call: number) => string,
): Contender {
  return {
    name: `gate, ${callers}, ${load}`,
    load: `${callers} callers, ${load}`,
    run: (durationMs) =>
      runClosedLoop(callers, durationMs, () => {
        calls += 1
        return gate.decide(accountOf(calls), `gate-${calls}`)
      }),
  }
}
