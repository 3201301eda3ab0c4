import type { Series } from './interleave.ts'
import { median } from './median.ts'
import type { Sample } from './recorder.ts'

/** What a ratio is asked to be. */
export interface Target {
  /** A sentence of the table. */
  readonly title: string
  readonly of: { readonly name: string; readonly figure: keyof Sample }
  readonly to: { readonly name: string; readonly figure: keyof Sample }
  /** The ratio must be at least, or at most, this; null when it is only shown. */
  readonly asked: { readonly atLeast: number } | { readonly atMost: number } | null
}

/** A target with what was measured. */
export interface TargetResult {
  readonly title: string
  readonly ratio: number
  readonly asked: string
  /** Null when nothing is asked. */
  readonly met: boolean | null
}

/**
 * The ratio is taken within each round, where both ran within seconds of each other, and then its median: a machine
 * that is busy for a round spoils that round and no other. Targets of contenders that did not run are left out.
 */
export function judgeTargets(
  targets: readonly Target[],
  measured: readonly Series[],
): readonly TargetResult[] {
  const byName = new Map(measured.map((series) => [series.name, series]))
  return targets.flatMap((target) => {
    const of = byName.get(target.of.name)
    const to = byName.get(target.to.name)
    if (!of || !to) return []
    const ratios = of.samples.map((sample, round) => {
      const other = to.samples[round]
      return other ? sample[target.of.figure] / other[target.to.figure] : NaN
    })
    return [judge(target, median(ratios))]
  })
}

function judge({ title, asked }: Target, ratio: number): TargetResult {
  if (asked === null) return { title, ratio, asked: '', met: null }
  if ('atLeast' in asked)
    return { title, ratio, asked: `at least ${asked.atLeast}`, met: ratio >= asked.atLeast }
  return { title, ratio, asked: `at most ${asked.atMost}`, met: ratio <= asked.atMost }
}
