import type { Metadata } from 'next'
import { createLoader, parseAsStringLiteral, type SearchParams } from 'nuqs/server'
import {
  cancelRecoveryAction,
  evaluatePost,
  pausePost,
  resumePost,
  settleRecoveryAction,
} from '#app/actions/recovery.ts'
import { PostScreen } from '#components/recovery/post/post-screen.tsx'
import { recoveryRanges } from '#lib/contracts/views/recovery-series-view.ts'
import { readRecoveryPost } from '#lib/services/console/read-recovery-post.ts'
import { readRecoverySeries } from '#lib/services/console/read-recovery-series.ts'
import { orNotFound, pageReader } from '../../page-reader.ts'

interface PostPageProps {
  /** The number of the post: its id is unique only on its platform. */
  readonly params: Promise<{ postId: string }>
  readonly searchParams: Promise<SearchParams>
}

export const metadata: Metadata = { title: 'Post recovery' }

const loadRange = createLoader({ range: parseAsStringLiteral(recoveryRanges).withDefault('24h') })

const acts = { evaluatePost, pausePost, resumePost, cancelRecoveryAction, settleRecoveryAction }

/** One post: what happened to it and what was done. */
export default async function PostPage({ params, searchParams }: PostPageProps) {
  const { postId: postNo } = await params
  const [{ context, viewer }, { range }] = await Promise.all([
    pageReader(`/recovery/${encodeURIComponent(postNo)}`),
    loadRange(searchParams),
  ])
  const [post, series] = await orNotFound(
    Promise.all([readRecoveryPost(context, postNo), readRecoverySeries(context, postNo, range)]),
  )
  return (
    <PostScreen
      key={postNo}
      initial={post}
      initialSeries={series}
      initialRange={range}
      viewer={viewer}
      acts={acts}
    />
  )
}
