import type { BenchDatabase } from '../open-database.ts'
import type { Rounds, Series } from '../measure/interleave.ts'
import type { Target } from '../measure/targets.ts'

/** How long a run takes its time. */
export interface Scale {
  readonly rounds: number
  readonly roundMs: number
  /** Recorded events of the large log. */
  readonly manyEvents: number
}

export interface SectionInput {
  readonly database: BenchDatabase
  readonly scale: Scale
  readonly rounds: (title: string) => Rounds
  /** Says on standard error what is being done. */
  readonly say: (sentence: string) => void
}

/** What a part of the run found. */
export interface SectionResult {
  readonly series: readonly Series[]
  readonly targets: readonly Target[]
  readonly notes: readonly string[]
}
