import type { RecoverySeries, Unjudged } from '#lib/contracts/views/recovery-series-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'

/** Why nothing was judged, in lines, from the longest wording to the shortest. */
export function gapTexts(
  why: Unjudged,
  { minImpressions, minSamples, windowMinutes }: RecoverySeries,
): readonly (readonly string[])[] {
  const window = `${String(windowMinutes)}\u00a0min`
  switch (why) {
    case 'insufficient_exposure':
      return [
        ['Too few impressions', `to judge (under ${formatCount(minImpressions)} in ${window})`],
        ['Too few', 'to judge'],
      ]
    case 'insufficient_samples':
      return [
        ['Too few samples', `to judge (under ${formatCount(minSamples)} in ${window})`],
        ['Too few', 'samples'],
      ]
    case 'metrics_regressed':
      return [
        ['Counters fell:', 'not judged'],
        ['Counters', 'fell'],
      ]
  }
}
