import { createReadStream, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { recordedActionSchema } from '#lib/contracts/recorded-action.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { readJsonLines } from '#lib/services/read-json-lines.ts'
import { startReplay } from '#lib/services/replay-history.ts'

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))

interface GoldenLine {
  line: number
  tier: string
  lockout: string | null
  verdict: string
  counts?: Record<string, number>
}

async function replayTrace(name: string, resetAfterMinutes: number | null) {
  const replay = startReplay(presets.seed, resetAfterMinutes === null ? null : resetAfterMinutes * 60_000)
  const chunks = createReadStream(pathOf(`data/${name}.jsonl`))
  const answers: Required<GoldenLine>[] = []
  for await (const lines of readJsonLines({ name, chunks }, recordedActionSchema)) {
    for (const { line, value } of lines) {
      const step = replay.decide(value, line)
      if (step.kind !== 'decided') throw new Error(`line ${line} is out of order`)
      const { tier, verdict, counts } = step.decided
      answers.push({ line, tier, lockout: step.lockout, verdict, counts: { ...counts } })
    }
  }
  return answers
}

const traces = ['agent-edits-argo-rollouts', 'agent-edits-epic-stack', 'agent-edits-formbricks']

describe.each(traces)('%s agrees with the seed on every line', (name) => {
  it.each([
    ['', null],
    ['.reset-30', 30],
  ])('%s', async (suffix, resetAfterMinutes) => {
    const golden = readFileSync(pathOf(`golden/${name}${suffix}.expected.jsonl`), 'utf8')
    const expected = golden
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as GoldenLine)
    const answers = await replayTrace(name, resetAfterMinutes)
    expect(answers).toHaveLength(expected.length)
    // Counts are given wherever the action was not refused by a lockout already in force.
    const compared = answers.map(({ counts, ...answer }, index) =>
      expected[index]?.counts ? { ...answer, counts } : answer,
    )
    expect(compared).toStrictEqual(expected)
  })
})
