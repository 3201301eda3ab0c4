import type { RecoveryOutcomeView } from '#lib/contracts/views/recovery-outcome-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'

type Verdict = RecoveryOutcomeView['verdict']

/** Verdicts on screen. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  measuring: 'Measuring',
  inconclusive: 'Inconclusive',
  improved: 'Improved',
  worse: 'Worse',
  no_clear_change: 'No clear change',
}

/** "49 of 1 230, 4.0 %": never the share alone; without exposure just the counts. */
export function proportionWords({ count, of }: { readonly count: number; readonly of: number }): string {
  const counts = `${formatCount(count)} of ${formatCount(of)}`
  return of === 0 ? counts : `${counts}, ${((count / of) * 100).toFixed(1)}\u00a0%`
}

/** What an outcome without a figure still needs: both exposures against what each side needs. */
export function missingWords({
  verdict,
  baseline,
  followUp,
  neededImpressions,
}: RecoveryOutcomeView): string {
  if (verdict === 'measuring') {
    return `${formatCount(followUp.of)} of ${formatCount(baseline.of)} impressions since`
  }
  return `${formatCount(baseline.of)} impressions before, ${formatCount(followUp.of)} after; each needs ${formatCount(neededImpressions)}`
}
