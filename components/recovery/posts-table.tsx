'use client'

import type { RecoveryPostRow } from '#lib/contracts/views/recovery-view.ts'
import { Moment } from '../ui/time-text.tsx'
import { FetchLine } from './fetch-line.tsx'
import { intensityWord, stateWord, statusWord } from './recovery-words.ts'

/** Posts by their latest evaluation. */
export function PostsTable({ posts }: { posts: readonly RecoveryPostRow[] }) {
  return (
    <table className="flow">
      <thead>
        <tr>
          <th>Post</th>
          <th style={{ width: 230 }}>State</th>
          <th style={{ width: 90 }}>Score</th>
          <th style={{ width: 120 }}>Intensity</th>
          <th style={{ width: 190 }}>Last action</th>
          <th style={{ width: 130 }}>Next eligible</th>
          <th style={{ width: 130 }}>Evaluated</th>
        </tr>
      </thead>
      <tbody>
        {posts.map((post) => (
          <PostLine key={post.postNo} post={post} />
        ))}
      </tbody>
    </table>
  )
}

function PostLine({ post }: { post: RecoveryPostRow }) {
  const { action, connector } = post
  return (
    <tr>
      <td className="full">
        {post.title ?? <span className="mono">{post.postId}</span>}
        <span className="sub2">
          {post.handle} · {post.platform}
          {connector === 'recorded' && ' · recorded, nothing is sent'}
          {connector === null && ' · not connected'}
        </span>
        {post.fetch !== null && <FetchLine fetch={post.fetch} />}
      </td>
      <td>{stateWord(post.state)}</td>
      <td className="mono">{post.score === null ? '–' : post.score.toFixed(3)}</td>
      <td>{intensityWord(post.intensity)}</td>
      <td>{action === null ? '–' : `${action.actionType}: ${statusWord(action.status)}`}</td>
      <td className="nw">{post.nextEligibleAtMs === null ? '–' : <Moment atMs={post.nextEligibleAtMs} />}</td>
      <td className="nw">{post.evaluatedAtMs === null ? '–' : <Moment atMs={post.evaluatedAtMs} />}</td>
    </tr>
  )
}
