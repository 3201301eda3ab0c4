import type { Sample } from './recorder.ts'

/** Something that is measured beside others. */
export interface Contender {
  /** Unique in the run; what the table and the ratios call it. */
  readonly name: string
  /** One row of the table's first column: callers and where the load goes. */
  readonly load: string
  readonly run: (durationMs: number) => Promise<Sample>
}

export interface Rounds {
  readonly rounds: number
  readonly durationMs: number
  readonly warmUpMs: number
  readonly onRound: (round: number, rounds: number) => void
}

/** The rounds of one contender, in order. */
export interface Series {
  readonly name: string
  readonly load: string
  readonly samples: readonly Sample[]
}

/**
 * Measures contenders side by side: after a warm-up, each round runs every contender for the same short time and the
 * next round begins with another, so that a machine that slows down or speeds up does so for all.
 */
export async function interleave(
  contenders: readonly Contender[],
  { rounds, durationMs, warmUpMs, onRound }: Rounds,
): Promise<readonly Series[]> {
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]))
  for (const contender of contenders) await contender.run(warmUpMs)
  for (let round = 0; round < rounds; round += 1) {
    onRound(round + 1, rounds)
    for (const contender of rotate(contenders, round)) {
      samples.get(contender.name)?.push(await contender.run(durationMs))
    }
  }
  return contenders.map(({ name, load }) => ({ name, load, samples: samples.get(name) ?? [] }))
}

function rotate<T>(items: readonly T[], by: number): readonly T[] {
  const from = by % items.length
  return [...items.slice(from), ...items.slice(0, from)]
}
