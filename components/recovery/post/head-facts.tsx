'use client'

import Link from 'next/link'
import type { EpisodeView, RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { StateBadge } from '../../guard/state-badge.tsx'
import { scopeText } from '../../guard/stop-words.ts'
import { Badge } from '../../ui/badge.tsx'
import { useNow } from '../../ui/clock.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Moment, Until } from '../../ui/time-text.tsx'
import { useMoment } from './use-moment.ts'

/** What surrounds the sentence: episode, when it is looked at next, the account's state, how it is reached. */
export function HeadFacts({ view }: { view: RecoveryPostView }) {
  const { post, episode } = view
  return (
    <div className="meta mt-1.5 items-center">
      <EpisodeFact episode={episode} />
      {episode.startedAtMs !== null && (
        <span>
          <EpisodeSpan episode={episode} />
          <b>{formatNoun(episode.actionCount, 'action')}</b>
        </span>
      )}
      <NextEvaluation view={view} />
      <Eligibility view={view} />
      <AccountFact view={view} />
      {view.stopOrders.map((order) => (
        <Link key={order.stopOrderId} className="v t3" href="/stop-orders">
          <Icon name="stop" />
          Stop order: {scopeText(order.scope)}
        </Link>
      ))}
      <ConnectorFact connector={post.connector} />
      {post.paused && (
        <span className="wrap-anywhere">
          <span className="v">
            <Icon name="pause" />
            <b>Paused</b>
          </span>{' '}
          by <b>{post.paused.by.name}</b>, <Moment atMs={post.paused.atMs} />: “{post.paused.reason}”
        </span>
      )}
    </div>
  )
}

function EpisodeFact({ episode }: { episode: EpisodeView }) {
  const { icon, tone, word } = episodeLook(episode)
  return (
    <span className={`v ${tone}`}>
      <Icon name={icon} />
      <b style={{ color: 'inherit' }}>{word}</b>
    </span>
  )
}

function episodeLook({ number, state }: EpisodeView): { icon: IconName; tone: string; word: string } {
  const episode = `Episode ${String(number)}`
  switch (state) {
    case 'none':
      return { icon: 'box', tone: '', word: 'No episode yet' }
    case 'open':
      return { icon: 'waiting', tone: 'hold', word: `${episode} open` }
    case 'exhausted':
      return { icon: 'person', tone: 't2', word: `${episode} exhausted: for a person to look at` }
    case 'recovered':
      return { icon: 'check', tone: 'ok', word: `${episode} recovered` }
    case 'rested':
      return { icon: 'waiting', tone: '', word: `${episode} ended by rest` }
  }
}

function EpisodeSpan({ episode }: { episode: EpisodeView }) {
  const clock = useMoment()
  if (episode.startedAtMs === null) return null
  const from = clock(episode.startedAtMs)
  return <>{episode.endedAtMs === null ? `since ${from}, ` : `${from} to ${clock(episode.endedAtMs)}, `}</>
}

function NextEvaluation({ view: { post } }: { view: RecoveryPostView }) {
  const nowMs = useNow()
  if (post.paused) return <span>No evaluation while paused</span>
  if (post.nextEvaluationAtMs === null) return <span>Next evaluation with its next sample</span>
  if (post.nextEvaluationAtMs <= nowMs) return <span>Next evaluation due now</span>
  return (
    <span>
      Next evaluation{' '}
      <b>
        <Moment atMs={post.nextEvaluationAtMs} precision="minute" />
      </b>
      , in <Until atMs={post.nextEvaluationAtMs} />
    </span>
  )
}

/** When time alone would make the post eligible, counted down as text. */
function Eligibility({ view: { post } }: { view: RecoveryPostView }) {
  const nowMs = useNow()
  if (post.nextEligibleAtMs === null || post.nextEligibleAtMs <= nowMs) return null
  return (
    <span>
      Eligible{' '}
      <b>
        <Moment atMs={post.nextEligibleAtMs} precision="minute" />
      </b>{' '}
      at the earliest, in <Until atMs={post.nextEligibleAtMs} />
    </span>
  )
}

function AccountFact({ view: { account } }: { view: RecoveryPostView }) {
  if (account.lockout !== null) {
    return (
      <Link href={`/lockouts/${encodeURIComponent(account.lockout.lockoutId)}`}>
        <StateBadge account={account} />
        <span className="vh">: open the lockout</span>
      </Link>
    )
  }
  return (
    <Link href={`/accounts/${encodeURIComponent(account.accountId)}`}>
      {account.handle} <StateBadge account={account} />
    </Link>
  )
}

function ConnectorFact({ connector }: { connector: string | null }) {
  if (connector === 'recorded') {
    return (
      <Badge tone="unknown" icon="shadow">
        recorded: nothing leaves this machine
      </Badge>
    )
  }
  if (connector === null) {
    return (
      <Badge tone="unknown" icon="unknown">
        not connected: nothing can be done
      </Badge>
    )
  }
  return (
    <span>
      Through <b>{connector}</b>
    </span>
  )
}
