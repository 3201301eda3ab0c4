'use client'

import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useRef } from 'react'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { useRowCursor } from '#lib/client/use-row-cursor.ts'
import { postsPerPage, type RecoveryFilter } from '#lib/contracts/recovery-filter.ts'
import type { RecoveryPostsView, RecoveryView } from '#lib/contracts/views/recovery-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { ViewFailure } from '../../guard/view-failure.tsx'
import { WaitingRows } from '../../guard/waiting-rows.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyNote } from '../../ui/page-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { filterOf, filterParams } from './filter-params.ts'
import { PostsFilter } from './posts-filter.tsx'
import { PostsTable } from './posts-table.tsx'
import { useRecoveryPosts, type InitialPosts } from './use-recovery-posts.ts'

interface PostsPanelProps {
  readonly initial: InitialPosts
  readonly standings: RecoveryView['standings']
  readonly postCount: number
}

/** The posts that recovery watches: filtered, ordered and paged by the URL. */
export function PostsPanel({ initial, standings, postCount }: PostsPanelProps) {
  const [params, setParams] = useQueryStates(filterParams, { history: 'replace' })
  const filter = filterOf(params)
  const found = useRecoveryPosts(filter, initial)
  const search = useRef<HTMLInputElement>(null)
  useKeys({ '/': () => search.current?.focus() })
  const clear = () =>
    void setParams({ q: null, state: null, score: null, intensity: null, next: null, page: null })
  return (
    <Panel title="Posts" sub="by the latest evaluation">
      <ViewFailure view={found} asOfMs={found.data.asOfMs} />
      {postCount === 0 ? (
        <EmptyNote fill="Send samples to POST /api/v1/posts/metrics, import them with interlock import metrics, or have a connection fetch them: interlock posts watch.">
          No post has samples yet.
        </EmptyNote>
      ) : (
        <>
          <PostsFilter
            filter={filter}
            standings={standings}
            searchRef={search}
            onChange={(change) => void setParams({ ...change, page: null })}
            onClear={clear}
          />
          <PostRows query={found.query} view={found.data} filter={filter} onClear={clear} />
          <Pager view={found.data} filter={filter} onPage={(page) => void setParams({ page })} />
        </>
      )}
    </Panel>
  )
}

interface PostRowsProps {
  /** What `view` answers. */
  readonly query: string
  readonly view: RecoveryPostsView
  readonly filter: RecoveryFilter
  readonly onClear: () => void
}

function PostRows({ query, view, filter, onClear }: PostRowsProps) {
  const router = useRouter()
  const held = useHeldRows(view.posts, ({ postNo }) => postNo, query)
  const { selectedId, keys } = useRowCursor(held.rows.map(({ postNo }) => postNo))
  useKeys({
    ...keys,
    Enter: () => {
      if (selectedId !== null) router.push(`/recovery/${selectedId}`)
    },
  })
  if (view.posts.length === 0 && view.found > 0) {
    return <p className="note">{`Page ${formatCount(filter.page)} is past the end.`}</p>
  }
  if (view.posts.length === 0) {
    return (
      <EmptyNote
        fill={
          <Button size="small" onClick={onClear}>
            Show every post
          </Button>
        }
      >
        No post matches.
      </EmptyNote>
    )
  }
  return (
    <>
      <WaitingRows newCount={held.newCount} reordered={held.reordered} onShow={held.release} />
      <PostsTable posts={held.rows} selectedId={selectedId} />
    </>
  )
}

interface PagerProps {
  readonly view: RecoveryPostsView
  readonly filter: RecoveryFilter
  readonly onPage: (page: number) => void
}

function Pager({ view: { posts, found }, filter: { page }, onPage }: PagerProps) {
  const pages = Math.max(1, Math.ceil(found / postsPerPage))
  if (found === 0) return null
  const first = (page - 1) * postsPerPage + 1
  const shown =
    posts.length === 0
      ? formatNoun(found, 'post')
      : `${formatCount(first)} to ${formatCount(first + posts.length - 1)} of ${formatNoun(found, 'post')}`
  return (
    <nav className="pager" aria-label="Pages of posts">
      <span className="dim">{shown}</span>
      {(pages > 1 || page > 1) && (
        <>
          <Button size="small" disabled={page <= 1} onClick={() => onPage(Math.min(page - 1, pages))}>
            Previous
          </Button>
          <Button size="small" disabled={page >= pages} onClick={() => onPage(page + 1)}>
            Next
          </Button>
        </>
      )}
    </nav>
  )
}
