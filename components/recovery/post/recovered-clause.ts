import type { TitleFacts } from './post-title.ts'

/** "recovered after one edit; the comment made no clear change": what came before, and what each came to. */
export function recoveredClause({
  episode,
  actions,
  outcomes,
}: Pick<TitleFacts, 'episode' | 'actions' | 'outcomes'>): string {
  const verdicts = new Map(outcomes.map(({ actionId, verdict }) => [actionId, verdict]))
  const done = actions
    .filter((action) => action.episode === episode.number && action.status === 'succeeded')
    .map(({ actionId, actionType }) => ({ actionType, verdict: verdicts.get(actionId) ?? null }))
    .reverse()
  if (done.length === 0) return 'recovered without help'
  const improved = done.filter(({ verdict }) => verdict === 'improved')
  const before = improved.length > 0 ? improved : done
  const rest = improved.length > 0 ? done.filter(({ verdict }) => verdict !== 'improved') : []
  const clauses =
    improved.length > 0
      ? rest.flatMap(({ actionType, verdict }) => clauseOf(actionType, verdict) ?? [])
      : noneImproved(done)
  return [
    `recovered after ${before.map(({ actionType }) => `one ${actionType}`).join(' and ')}`,
    ...clauses,
  ].join('; ')
}

function clauseOf(
  actionType: string,
  verdict: TitleFacts['outcomes'][number]['verdict'] | null,
): string | null {
  switch (verdict) {
    case 'no_clear_change':
      return `the ${actionType} made no clear change`
    case 'worse':
      return `engagement was lower after the ${actionType}`
    case 'inconclusive':
      return `what the ${actionType} came to cannot be told`
    case 'measuring':
      return `the ${actionType} is still measured`
    case 'improved':
    case null:
      return null
  }
}

/** What there is to say when no action improved anything: only that none made a clear change, when that is known. */
function noneImproved(done: readonly { readonly verdict: string | null }[]): string[] {
  if (done.some(({ verdict }) => verdict !== 'no_clear_change')) return []
  if (done.length === 1) return ['it made no clear change']
  return [done.length === 2 ? 'neither made a clear change' : 'none made a clear change']
}
