import type { EvaluatedPost } from '#lib/services/evaluate-posts.ts'

/** How many eligible posts are listed by name. */
const listed = 20

/** Gathers what a person wants to know of an evaluation. */
export interface EvaluationSummary {
  add(post: EvaluatedPost): void
  lines(samplesRead: number): readonly string[]
}

/** A summary for people: how many posts of each reason and intensity, and the most stagnant eligible ones. */
export function summariseEvaluation(policyName: string): EvaluationSummary {
  const counts = new Map<string, number>()
  let posts = 0
  let eligible: { score: number; text: string }[] = []
  return {
    add(post) {
      const { evaluation } = post
      posts += 1
      const kind = evaluation.eligible
        ? `eligible: ${evaluation.plan.actionType} (${evaluation.plan.tier})`
        : evaluation.reason
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      if (!evaluation.eligible) return
      eligible.push({ score: evaluation.stagnation?.score ?? 0, text: describe(post) })
      if (eligible.length > 10 * listed) eligible = mostStagnant(eligible)
    },
    lines(samplesRead) {
      const many = `${posts.toLocaleString('en')} posts, ${samplesRead.toLocaleString('en')} samples`
      const byCount = [...counts].sort((a, b) => b[1] - a[1])
      const names = mostStagnant(eligible)
      return [
        `${many}, policy ${policyName}`,
        '',
        ...byCount.map(([kind, count]) => `${String(count).padStart(8)}  ${kind}`),
        ...(names.length > 0 ? ['', 'Most stagnant of the eligible posts:'] : []),
        ...names.map(({ score, text }) => `  ${score.toFixed(4)}  ${text}`),
      ]
    },
  }
}

function mostStagnant<Item extends { score: number }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => b.score - a.score).slice(0, listed)
}

function describe({ postId, platform, title, evaluation }: EvaluatedPost): string {
  const { stagnation } = evaluation
  const action = evaluation.eligible ? evaluation.plan.actionType : ''
  const gained = stagnation
    ? `${stagnation.newEngagements.toLocaleString('en')} of ${stagnation.newImpressions.toLocaleString('en')} new impressions`
    : ''
  return [action.padEnd(8), platform, postId, title === null ? '' : `“${title}”`, gained]
    .filter(Boolean)
    .join('  ')
}
