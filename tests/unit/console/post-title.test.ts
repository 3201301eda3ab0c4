import { expect, test } from 'vitest'
import { postTitle, type TitleFacts } from '#components/recovery/post/post-title.ts'

const nowMs = Date.UTC(2026, 0, 1, 3, 14)
const at = (clock: string) => Date.parse(`2026-01-01T${clock}:00Z`)
const clock = (atMs: number) => new Date(atMs).toISOString().slice(11, 16)

const quiet: TitleFacts = {
  asOfMs: nowMs,
  post: {
    postId: '3k1w8',
    title: 'Trout',
    state: 'healthy',
    actionType: null,
    nextEligibleAtMs: null,
    heldOut: false,
    lastSampleAtMs: at('03:10'),
    isStale: false,
    paused: null,
  },
  account: { state: 'none', handle: '@halden' },
  policy: {
    name: 'standard',
    version: 'standard-1',
    windowMinutes: 90,
    minSamples: 3,
    minImpressions: 100,
    holdoutFraction: 0,
  },
  episode: {
    number: 1,
    state: 'none',
    startedAtMs: null,
    endedAtMs: null,
    restsAtMs: null,
    actionCount: 0,
  },
  actions: [],
  outcomes: [],
  evaluations: [{ newImpressions: 96, sampleCount: 2 }],
}

type Case = Omit<Partial<TitleFacts>, 'post'> & { readonly post?: Partial<TitleFacts['post']> }
const withPost = ({ post, ...rest }: Case): TitleFacts => ({
  ...quiet,
  ...rest,
  post: { ...quiet.post, ...post },
})

const action = (actionType: 'comment' | 'edit' | 'thread', status: string, dueAtMs: number | null = null) =>
  ({ actionId: actionType, actionType, status, dueAtMs, episode: 1 }) as TitleFacts['actions'][number]
const episode = (state: TitleFacts['episode']['state']) => ({ ...quiet.episode, state, startedAtMs: 0 })
const paused = { atMs: 0, by: { id: 'ana', name: 'Ana Ruiz' }, reason: 'It is rewritten' }
const came = (actionId: string, verdict: TitleFacts['outcomes'][number]['verdict']) => ({ actionId, verdict })
const both = [action('edit', 'succeeded'), action('comment', 'succeeded')]

const cases: readonly (readonly [string, Case, string])[] = [
  ['healthy without help', {}, 'is healthy'],
  ['a post without a title is named by its id', { post: { title: null } }, 'is healthy'],
  ['paused', { post: { paused } }, 'is paused by Ana Ruiz'],
  [
    'a lost outcome comes before a pause',
    { post: { paused }, actions: [action('comment', 'needs_human')] },
    'needs a person: nobody knows whether the comment was published',
  ],
  [
    'a lost answer',
    { actions: [action('edit', 'unknown', at('03:20'))] },
    'waits: the answer to the edit was lost, and the platform is asked',
  ],
  ['running', { actions: [action('edit', 'running')] }, 'stagnates: an edit is under way'],
  [
    'locked out',
    {
      account: { state: 'locked_out', handle: '@halden' },
      actions: [action('edit', 'reserved', at('03:30'))],
    },
    'is left alone: @halden is locked out',
  ],
  [
    'planned for later',
    { actions: [action('edit', 'reserved', at('03:30'))] },
    'stagnates: an edit is planned at 03:30',
  ],
  [
    'planned now',
    { actions: [action('thread', 'reserved', at('03:00'))] },
    'stagnates: a thread is planned now',
  ],
  [
    'to be tried again',
    { actions: [action('comment', 'retry_scheduled', at('03:15'))] },
    'stagnates: the comment is tried again at 03:15',
  ],
  ['no policy', { policy: null }, 'is not watched: no policy is in force'],
  ['not evaluated yet', { post: { state: 'waiting' } }, 'waits for its first evaluation'],
  [
    'stale',
    { post: { isStale: true, lastSampleAtMs: at('01:02') } },
    'is not watched now: its last sample is from 01:02',
  ],
  [
    'held out',
    { post: { state: 'eligible', heldOut: true } },
    'stagnates and is kept untreated by the policy’s holdout',
  ],
  [
    'exhausted',
    { post: { state: 'duplicate_action' }, episode: episode('exhausted') },
    'stagnates: its remedies are spent in episode 1; for a person to look at',
  ],
  [
    'recovered, the edit improved it',
    {
      episode: episode('recovered'),
      actions: both,
      outcomes: [came('edit', 'improved'), came('comment', 'no_clear_change')],
    },
    'recovered after one edit; the comment made no clear change',
  ],
  [
    'recovered, both improved it',
    {
      episode: episode('recovered'),
      actions: both,
      outcomes: [came('edit', 'improved'), came('comment', 'improved')],
    },
    'recovered after one comment and one edit',
  ],
  [
    'recovered, neither clear',
    {
      episode: episode('recovered'),
      actions: both,
      outcomes: [came('edit', 'no_clear_change'), came('comment', 'no_clear_change')],
    },
    'recovered after one comment and one edit; neither made a clear change',
  ],
  [
    'recovered, one worse',
    {
      episode: episode('recovered'),
      actions: both,
      outcomes: [came('edit', 'improved'), came('comment', 'worse')],
    },
    'recovered after one edit; engagement was lower after the comment',
  ],
  [
    'recovered, still measured',
    {
      episode: episode('recovered'),
      actions: [action('edit', 'succeeded')],
      outcomes: [came('edit', 'measuring')],
    },
    'recovered after one edit',
  ],
  ['recovered though nothing succeeded', { episode: episode('recovered') }, 'recovered without help'],
  [
    'too few samples',
    { post: { state: 'insufficient_samples' } },
    'cannot be judged: 2 samples in 90 min, 3 needed',
  ],
  [
    'too few impressions',
    { post: { state: 'insufficient_exposure' } },
    'cannot be judged: 96 new impressions in 90 min, 100 needed',
  ],
  ['fallen counters', { post: { state: 'metrics_regressed' } }, 'cannot be judged: its counters fell'],
  [
    'cooling down',
    { post: { state: 'action_cooldown_active', actionType: 'edit', nextEligibleAtMs: at('05:30') } },
    'stagnates: an edit may follow at 05:30',
  ],
  [
    'the platform cannot',
    { post: { state: 'capability_unsupported', actionType: 'edit' } },
    'stagnates: its platform cannot do an edit',
  ],
  [
    'eligible, nothing planned',
    { post: { state: 'eligible' } },
    'stagnates and may be helped at its next evaluation',
  ],
]

test.each(cases)('%s', (_, facts, sentence) => {
  const whole = withPost(facts)
  const name = whole.post.title ?? whole.post.postId
  expect(postTitle(whole, clock).replaceAll('\u00a0', ' ')).toBe(`“${name}” ${sentence}`)
})
