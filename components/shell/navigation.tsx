'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ShellView } from '#lib/contracts/views/shell-view.ts'
import { Icon, type IconName } from '../ui/icon.tsx'

interface Place {
  readonly href: string
  readonly word: string
  readonly icon: IconName
  /** What waits there for a person. */
  readonly count?: keyof Counts
  /** Whether it is reached through the member's menu where there is room for a few only. */
  readonly isInMenu?: true
}

/** How much waits for a person, by kind. */
type Counts = Pick<ShellView, 'openLockouts' | 'waitingApprovals' | 'unsettledActions'>

const places: readonly Place[] = [
  { href: '/', word: 'Overview', icon: 'home' },
  { href: '/lockouts', word: 'Lockouts', icon: 'locked', count: 'openLockouts' },
  { href: '/approvals', word: 'Approvals', icon: 'held', count: 'waitingApprovals' },
  { href: '/recovery', word: 'Recovery', icon: 'resume', count: 'unsettledActions' },
  { href: '/accounts', word: 'Accounts', icon: 'pulse' },
  { href: '/stop-orders', word: 'Stop orders', icon: 'stop', isInMenu: true },
  { href: '/policies', word: 'Policies', icon: 'document', isInMenu: true },
  { href: '/settings', word: 'Settings', icon: 'settings', isInMenu: true },
]

/** Places that narrow screens reach through the member's menu. */
export const menuPlaces = places.filter(({ isInMenu }) => isInMenu)
const phonePlaces = places.filter(({ isInMenu }) => !isInMenu)

/** Words and counts along the top bar. */
export function TopNavigation({ counts }: { counts: Counts }) {
  const path = usePathname()
  return (
    <nav className="nav" aria-label="Main">
      {places.map((place) => (
        <Link
          key={place.href}
          href={place.href}
          {...(place.isInMenu ? { className: 'spare' } : {})}
          {...currentAt(place, path)}
        >
          {place.word}{' '}
          {countOf(place, counts) > 0 && (
            <span className={place.count === 'openLockouts' ? 'n bad' : 'n'}>{countOf(place, counts)}</span>
          )}
        </Link>
      ))}
    </nav>
  )
}

/** The same at the foot of a phone; a decision page puts its own bar there. */
export function PhoneTabs({ counts }: { counts: Counts }) {
  const path = usePathname()
  const isDecision = /^\/lockouts\/./.test(path)
  return (
    <nav className={isDecision ? 'tabs away' : 'tabs'} aria-label="Main, phone">
      {phonePlaces.map((place) => (
        <Link key={place.href} href={place.href} {...currentAt(place, path)}>
          <Icon name={place.icon} />
          {countOf(place, counts) > 0 ? `${place.word} ${countOf(place, counts)}` : place.word}
        </Link>
      ))}
    </nav>
  )
}

function countOf({ count }: Place, counts: Counts): number {
  return count === undefined ? 0 : counts[count]
}

function currentAt(place: Place, path: string): { 'aria-current'?: 'page' } {
  const isHere = place.href === '/' ? path === '/' : path.startsWith(place.href)
  return isHere ? { 'aria-current': 'page' } : {}
}
