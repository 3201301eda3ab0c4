import type { RecoveryFilter } from '#lib/contracts/recovery-filter.ts'

type Band = NonNullable<RecoveryFilter['score']>
type NextTime = NonNullable<RecoveryFilter['next']>

export const bandWords: Readonly<Record<Band, string>> = {
  'from_0.8': '0.8 or more',
  '0.55_to_0.8': '0.55 to 0.8',
  '0.2_to_0.55': '0.2 to 0.55',
  'below_0.2': 'Below 0.2',
  unknown: 'Unknown',
}

export const nextWords: Readonly<Record<NextTime, string>> = {
  now: 'Now',
  within_hour: 'Within an hour',
  within_day: 'Within a day',
  not_by_time: 'Not by time alone',
}

/** Every order, by the two parameters that name it. */
export const orderWords: readonly {
  readonly sort: RecoveryFilter['sort']
  readonly order: RecoveryFilter['order']
  readonly words: string
}[] = [
  { sort: 'score', order: 'down', words: 'Most stagnant first' },
  { sort: 'score', order: 'up', words: 'Lowest score first' },
  { sort: 'next', order: 'down', words: 'Next eligible first' },
  { sort: 'next', order: 'up', words: 'Next eligible last' },
  { sort: 'evaluated', order: 'down', words: 'Last evaluated first' },
  { sort: 'evaluated', order: 'up', words: 'Longest not evaluated first' },
]
