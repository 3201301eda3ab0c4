'use client'

import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import {
  recoveryComparisonSchema,
  type ArmView,
  type RecoveryComparisonView,
} from '#lib/contracts/views/recovery-comparison-view.ts'
import type { LiftView } from '#lib/contracts/views/recovery-outcome-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { formatChange } from '#lib/shared/format-points.ts'
import { LiftPlot, type LiftRow } from '../../charts/lift-plot.tsx'
import { ViewFailure } from '../../guard/view-failure.tsx'
import { EmptyNote } from '../../ui/page-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { verdictWords } from './outcome-words.ts'

/** Whether treated posts came to more than those that the holdout kept untreated. */
export function ComparisonPanel({ initial }: { initial: RecoveryComparisonView }) {
  const view = useView(
    queryKeys.recoveryComparison(),
    consoleRoutes.recoveryComparison(),
    recoveryComparisonSchema,
    initial,
  )
  const comparison = view.data
  const { treated, heldOut, hasHoldout } = comparison
  const comparesArms = hasHoldout || heldOut.episodes + heldOut.inconclusive + heldOut.measuring > 0
  const isEmpty = [treated, heldOut].every((arm) => arm.episodes + arm.inconclusive + arm.measuring === 0)
  return (
    <Panel title="Does treatment help?" sub="over all posts">
      <ViewFailure view={view} asOfMs={comparison.asOfMs} />
      {isEmpty ? (
        <EmptyNote fill="An outcome is final once a post has been seen as often after an action as before it, at the latest a horizon later.">
          Nothing has been measured yet.
        </EmptyNote>
      ) : (
        <div className="px-4 pb-3">
          <p className="mb-2">{comparesArms ? differenceSentence(comparison) : treatedSentence(treated)}</p>
          <LiftPlot
            label="Mean change of engagement rate in percentage points, with its 95 % interval"
            rows={rowsOf(comparison, comparesArms)}
          />
          <p className="dim text-12 mt-2">
            Mean change of the posts’ engagement rates in percentage points, 95&nbsp;% interval (Student’s t
            {comparesArms && ', the difference by Welch'}). Of each episode the first action counts.
          </p>
          <Counts treated={treated} heldOut={comparesArms ? heldOut : null} />
        </div>
      )}
      {!comparesArms && (
        <p className="dim text-12 px-4 pb-3">
          No holdout on this policy: part of the lift may be regression to the mean.
        </p>
      )}
    </Panel>
  )
}

function rowsOf(
  { treated, heldOut, difference, neededPosts }: RecoveryComparisonView,
  comparesArms: boolean,
) {
  const rows = [armRow('Treated', treated, neededPosts)]
  if (!comparesArms) return rows
  return [
    ...rows,
    armRow('Held out', heldOut, neededPosts),
    {
      id: 'Difference',
      name: 'Difference',
      note: '',
      verdict: differenceWords(difference),
      words: difference ? formatChange(difference) : '',
      change: difference,
      missing: `needs ${formatNoun(neededPosts, 'post')} on each side`,
    },
  ]
}

function armRow(name: string, { posts, change }: ArmView, neededPosts: number): LiftRow {
  return {
    id: name,
    name,
    note: formatNoun(posts, 'post'),
    verdict: change ? verdictWords[verdictOf(change)] : verdictWords.inconclusive,
    words: change ? formatChange(change) : '',
    change,
    missing: `${formatCount(posts)} of ${formatCount(neededPosts)} posts have a figure`,
  }
}

function verdictOf({ low, high }: LiftView): 'improved' | 'worse' | 'no_clear_change' {
  if (low > 0) return 'improved'
  return high < 0 ? 'worse' : 'no_clear_change'
}

function differenceWords(difference: LiftView | null): string {
  if (!difference) return verdictWords.inconclusive
  if (difference.low > 0) return 'Treated gained more'
  return difference.high < 0 ? 'Treated gained less' : 'No clear difference'
}

function differenceSentence({ treated, heldOut, difference, neededPosts }: RecoveryComparisonView): string {
  if (difference) {
    if (difference.low > 0) return 'Treated posts gained more than those held out.'
    if (difference.high < 0) return 'Treated posts gained less than those held out.'
    return 'No clear difference between treated posts and those held out.'
  }
  const short = [
    { name: 'treated', posts: treated.posts },
    { name: 'held-out', posts: heldOut.posts },
  ].filter(({ posts }) => posts < neededPosts)
  const missing = short.map(({ name, posts }) => formatNoun(neededPosts - posts, `more ${name} post`))
  return `Inconclusive: ${missing.join(' and ')} with a measured change ${needs(short.length)} needed.`
}

function needs(sides: number): string {
  return sides === 1 ? 'is' : 'are'
}

function treatedSentence({ change }: ArmView): string {
  if (!change) return 'Inconclusive: too few posts have a measured change.'
  const words = { improved: 'rose', worse: 'fell', no_clear_change: 'did not clearly change' }[
    verdictOf(change)
  ]
  return `After treatment, the engagement rate ${words}.`
}

const counts = [
  ['posts', 'Posts with a change'],
  ['episodes', 'Episodes measured'],
  ['inconclusive', 'Inconclusive'],
  ['measuring', 'Measuring'],
] as const

function Counts({ treated, heldOut }: { treated: ArmView; heldOut: ArmView | null }) {
  return (
    <table className="mini mt-2">
      <thead>
        <tr>
          <th>
            <span className="vh">Count</span>
          </th>
          <th className="num">Treated</th>
          {heldOut && <th className="num">Held out</th>}
        </tr>
      </thead>
      <tbody>
        {counts.map(([count, words]) => (
          <tr key={count}>
            <td>{words}</td>
            <td className="num">{formatCount(treated[count])}</td>
            {heldOut && <td className="num">{formatCount(heldOut[count])}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
