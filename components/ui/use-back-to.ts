'use client'

import { useRouter } from 'next/navigation'

/** What of the browser's navigation is used; not every browser has it. */
interface NavigationEntries {
  readonly currentEntry: { readonly index: number } | null
  entries(): readonly { readonly url: string | null }[]
}

/** Goes back to a page: to where the reader came from, with its filter, when that was it; else to it anew. */
export function useBackTo(path: string): () => void {
  const router = useRouter()
  return () => {
    if (cameFrom(path)) router.back()
    else router.push(path)
  }
}

function cameFrom(path: string): boolean {
  const { navigation } = window as { readonly navigation?: NavigationEntries }
  const index = navigation?.currentEntry?.index ?? 0
  const before = navigation?.entries()[index - 1]?.url
  return before != null && new URL(before).pathname === path
}
