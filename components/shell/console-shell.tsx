'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { shellViewSchema, type ShellView } from '#lib/contracts/views/shell-view.ts'
import { BrandMark } from '../ui/brand-mark.tsx'
import { useKeys } from '../ui/use-keys.ts'
import type { Theme } from './cookies.ts'
import { KeySheet } from './key-sheet.tsx'
import { LiveProvider, useLiveControl } from './live-context.tsx'
import { LiveStatus } from './live-status.tsx'
import { MemberMenu } from './member-menu.tsx'
import { PhoneTabs, TopNavigation } from './navigation.tsx'
import { StopBanner } from './stop-banner.tsx'
import { ThemeMenu } from './theme-menu.tsx'

interface ConsoleShellProps {
  readonly initial: ShellView
  readonly theme: Theme
  readonly signOut: () => Promise<void>
  readonly children: ReactNode
}

/** The frame of every signed-in page: bar, navigation, keys, and the live stream behind them. */
export function ConsoleShell(props: ConsoleShellProps) {
  return (
    <LiveProvider>
      <Frame {...props} />
    </LiveProvider>
  )
}

function Frame({ initial, theme, signOut, children }: ConsoleShellProps) {
  const shell = useView(queryKeys.shell(), consoleRoutes.shell(), shellViewSchema, initial).data
  const [keysOpen, setKeysOpen] = useState(false)
  const { togglePause } = useLiveControl()
  const router = useRouter()
  useKeys({
    '?': () => setKeysOpen(true),
    ' ': togglePause,
    'g o': () => router.push('/'),
    'g l': () => router.push('/lockouts'),
    'g a': () => router.push('/approvals'),
    'g r': () => router.push('/recovery'),
    'g c': () => router.push('/accounts'),
    'g p': () => router.push('/policies'),
    'g s': () => router.push('/stop-orders'),
  })
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="top">
        <Link className="brand tap" href="/">
          <BrandMark />
          <span>Interlock</span>
        </Link>
        <TopNavigation counts={shell} />
        <div className="end">
          <LiveStatus />
          <ThemeMenu initial={theme} />
          <MemberMenu viewer={shell.viewer} signOut={signOut} />
        </div>
      </header>
      <StopBanner orders={shell.stopOrders} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <PhoneTabs counts={shell} />
      <KeySheet open={keysOpen} onOpenChange={setKeysOpen} />
    </>
  )
}
