import { decisionBodies } from '../seed/decision-body.ts'
import { growHistory } from '../seed/grow-history.ts'
import { hotAccount } from '../seed/account-ids.ts'
import { seedAccounts } from '../seed/seed-accounts.ts'
import { standardWatched } from '../bench-policies.ts'
import { gateContender } from '../contenders/gate-contender.ts'
import { interleave } from '../measure/interleave.ts'
import { openGate } from '../open-gate.ts'
import type { SectionInput, SectionResult } from './section.ts'

const fewEvents = 10_000

/** The same load on an account and a log that hold little, and on ones that hold much. */
export async function measureGrowth({ database, scale, rounds, say }: SectionInput): Promise<SectionResult> {
  const sizes = [fewEvents, scale.manyEvents]
  const gates = await Promise.all(
    sizes.map(async (events) => {
      say(`recording ${inWords(events)} events`)
      const url = await database.create(`growth_${events}`)
      await seedAccounts(url, [hotAccount], standardWatched)
      await growHistory(url, hotAccount, events, decisionBodies(standardWatched))
      return openGate(url)
    }),
  )
  try {
    const contenders = gates.map((gate, index) =>
      gateContender(gate, 32, `one account with ${inWords(sizes[index] ?? 0)} events`, () => hotAccount),
    )
    const series = await interleave(contenders, rounds('growth'))
    const [few, many] = contenders
    return {
      series,
      targets: [
        {
          title: `gate with ${inWords(scale.manyEvents)} recorded events / with ${inWords(fewEvents)}`,
          of: { name: many?.name ?? '', figure: 'perSecond' },
          to: { name: few?.name ?? '', figure: 'perSecond' },
          asked: { atLeast: 0.9 },
        },
      ],
      notes: [],
    }
  } finally {
    await Promise.all(gates.map((gate) => gate.close()))
  }
}

function inWords(count: number): string {
  return count.toLocaleString('en').replaceAll(',', ' ')
}
