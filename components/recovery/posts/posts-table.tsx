'use client'

import Link from 'next/link'
import type { RecoveryPostRow } from '#lib/contracts/views/recovery-view.ts'
import { useNow } from '../../ui/clock.tsx'
import { Moment } from '../../ui/time-text.tsx'
import { verdictWords } from '../outcomes/outcome-words.ts'
import { FetchLine } from '../fetch-line.tsx'
import { intensityWord, stateWord, statusWord } from '../recovery-words.ts'

/** Posts by their latest evaluation. */
export function PostsTable({
  posts,
  selectedId,
}: {
  posts: readonly RecoveryPostRow[]
  selectedId: string | null
}) {
  return (
    <table className="flow">
      <thead>
        <tr>
          <th>Post</th>
          <th style={{ width: 178 }}>State</th>
          <th className="num" style={{ width: 66 }}>
            Score
          </th>
          <th style={{ width: 124 }}>Intensity</th>
          <th style={{ width: 136 }}>Last action</th>
          <th style={{ width: 122 }}>Next eligible</th>
        </tr>
      </thead>
      <tbody>
        {posts.map((post) => (
          <PostLine key={post.postNo} post={post} selected={post.postNo === selectedId} />
        ))}
      </tbody>
    </table>
  )
}

function PostLine({ post, selected }: { post: RecoveryPostRow; selected: boolean }) {
  const { paused, score, intensity } = post
  return (
    <tr className={selected ? 'sel' : ''} data-row={post.postNo}>
      <td className="full">
        <Link className="h" href={`/recovery/${post.postNo}`} prefetch={false}>
          {post.title ?? <span className="mono">{post.postId}</span>}
        </Link>
        <span className="sub2">{placeOf(post)}</span>
        {post.fetch !== null && <FetchLine fetch={post.fetch} />}
      </td>
      <td>
        {stateWord(post.standing)}
        <span className="sub2">
          {paused ? `by ${paused.byName}` : <EvaluatedAt atMs={post.evaluatedAtMs} />}
        </span>
      </td>
      <td className="num">
        <span className="only-phone faint">score </span>
        {score === null ? <span className="faint">unknown</span> : score.toFixed(3)}
      </td>
      <td>
        {intensity === null ? (
          <span className="faint">unknown</span>
        ) : (
          <span className={`ramp ${intensity}`}>{intensityWord(intensity)}</span>
        )}
      </td>
      <td>
        <LastAction action={post.action} />
      </td>
      <td className="nw hide">
        <NextEligible post={post} />
      </td>
    </tr>
  )
}

/** Account and platform, and whether anything is sent there. */
function placeOf({ handle, platform, connector }: RecoveryPostRow): string {
  const place = platform === connector ? handle : `${handle} · ${platform}`
  if (connector === 'recorded') return `${place} · recorded, nothing is sent`
  return connector === null ? `${place} · not connected` : place
}

function EvaluatedAt({ atMs }: { atMs: number | null }) {
  if (atMs === null) return null
  return (
    <>
      at <Moment atMs={atMs} />
    </>
  )
}

function LastAction({ action }: Pick<RecoveryPostRow, 'action'>) {
  if (action === null) return <span className="faint">none</span>
  const { actionType, status, verdict } = action
  return (
    <>
      {actionType}: <span className={status === 'needs_human' ? 'text-t2' : ''}>{statusWord(status)}</span>
      {status === 'succeeded' && <span className="sub2">{verdictWords[verdict ?? 'measuring']}</span>}
    </>
  )
}

function NextEligible({ post: { standing, nextEligibleAtMs } }: { post: RecoveryPostRow }) {
  const nowMs = useNow()
  if (standing === 'eligible') return 'now'
  if (standing === 'paused') return <span className="faint">not while paused</span>
  if (standing === 'held_out') return <span className="faint">not while held out</span>
  if (nextEligibleAtMs === null) return <span className="faint">by new samples</span>
  return (
    <>
      {nextEligibleAtMs <= nowMs && 'since '}
      <Moment atMs={nextEligibleAtMs} />
    </>
  )
}
