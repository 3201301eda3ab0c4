'use client'

import Link from 'next/link'
import type { PostActions } from '#lib/client/recovery-actions.ts'
import type { RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { HeadFacts } from './head-facts.tsx'
import { PostButtons } from './post-buttons.tsx'
import { postTitle } from './post-title.ts'
import { useMoment } from './use-moment.ts'

interface PostHeadProps {
  readonly view: RecoveryPostView
  /** Null for a viewer. */
  readonly acts: PostActions | null
  readonly onActed: () => void
}

/** The post's one sentence, what surrounds it, and the acts on the whole post. */
export function PostHead({ view, acts, onActed }: PostHeadProps) {
  const clock = useMoment()
  const { post, account } = view
  return (
    <div className="head">
      <div className="min-w-0">
        <p className="crumb flex-wrap">
          <Link className="under" href="/recovery">
            Recovery
          </Link>
          <span>
            / {account.handle} · {post.platform} · post{' '}
            <span className="mono wrap-anywhere">{post.postId}</span>
          </span>
        </p>
        <h1 className="wrap-anywhere">{postTitle(view, clock)}</h1>
        <HeadFacts view={view} />
      </div>
      <div className="end">
        <PostButtons view={view} acts={acts} onActed={onActed} />
      </div>
    </div>
  )
}
