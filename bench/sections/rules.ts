import {
  hotAccount,
  hotStandardAccount,
  spreadAccount,
  spreadAccounts,
  velocityAccount,
} from '../seed/account-ids.ts'
import { seedAccounts } from '../seed/seed-accounts.ts'
import { outOfReach, standardWatched, velocityOutOfReach, watched } from '../bench-policies.ts'
import { gateContender } from '../contenders/gate-contender.ts'
import { interleave, type Rounds } from '../measure/interleave.ts'
import type { Target } from '../measure/targets.ts'
import { openGate } from '../open-gate.ts'
import type { SectionInput, SectionResult } from './section.ts'

const callers = 32
const shortening = 4

/** The gate by every rule of the standard policy beside the same gate by velocity alone. */
export async function measureRules({ database, rounds, say }: SectionInput): Promise<SectionResult> {
  say('opening 20 000 accounts')
  const url = await database.create('rules')
  const calls = Array.from({ length: spreadAccounts }, (_, index) => index)
  await seedAccounts(url, calls.map(spreadAccount), outOfReach)
  await seedAccounts(url, calls.map(velocityAccount), velocityOutOfReach)
  await seedAccounts(url, [hotStandardAccount], standardWatched)
  await seedAccounts(url, [hotAccount], watched)
  const gate = openGate(url)
  const contender = (load: string, accountOf: (call: number) => string) =>
    gateContender(gate, callers, load, accountOf)
  const loads = [
    ['10 000 accounts', spreadAccount, velocityAccount],
    ['one account', () => hotStandardAccount, () => hotAccount],
  ] as const
  try {
    say('bringing them into memory')
    await gate.touch([...calls.map(spreadAccount), ...calls.map(velocityAccount)])
    const series = await interleave(
      loads.flatMap(([load, byStandard, byVelocity]) => [
        contender(standardOn(load), byStandard),
        contender(velocityOn(load), byVelocity),
      ]),
      short(rounds('rules')),
    )
    return { series, targets: loads.map(([load]) => target(load)), notes: [note] }
  } finally {
    await gate.close()
  }
}

const note = `The section rules takes ${shortening} times as many rounds, each ${shortening} times shorter.`

/** The same time in more and shorter rounds: two that differ by little are best told apart close together. */
function short(rounds: Rounds): Rounds {
  return { ...rounds, rounds: rounds.rounds * shortening, durationMs: rounds.durationMs / shortening }
}

const standardOn = (load: string) => `full standard, ${load}`
const velocityOn = (load: string) => `velocity alone, ${load}`

function target(load: string): Target {
  return {
    title: `gate by the full standard / by velocity alone, ${callers} callers, ${load}`,
    of: { name: `gate, ${callers}, ${standardOn(load)}`, figure: 'perSecond' },
    to: { name: `gate, ${callers}, ${velocityOn(load)}`, figure: 'perSecond' },
    asked: { atLeast: 0.75 },
  }
}
