import { parseAsInteger, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'
import {
  intensities,
  nextTimes,
  postSorts,
  postStandings,
  scoreBands,
  sortOrders,
  type RecoveryFilter,
} from '#lib/contracts/recovery-filter.ts'

/** The filter of the list of posts as it stands in the URL; what is not one of these reads as not given. */
export const filterParams = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(postStandings),
  score: parseAsStringLiteral(scoreBands),
  intensity: parseAsStringLiteral(intensities),
  next: parseAsStringLiteral(nextTimes),
  sort: parseAsStringLiteral(postSorts).withDefault('score'),
  order: parseAsStringLiteral(sortOrders).withDefault('down'),
  page: parseAsInteger.withDefault(1),
}

/** The filter that a URL asks for. */
export function filterOf(params: inferParserType<typeof filterParams>): RecoveryFilter {
  return { ...params, q: params.q.trim().slice(0, 200), page: Math.min(1_000_000, Math.max(1, params.page)) }
}
