'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Icon, type IconName } from '../ui/icon.tsx'

interface Place {
  readonly href: string
  readonly word: string
  readonly icon: IconName
}

const places: readonly Place[] = [
  { href: '/', word: 'Overview', icon: 'home' },
  { href: '/lockouts', word: 'Lockouts', icon: 'locked' },
  { href: '/accounts', word: 'Accounts', icon: 'pulse' },
]

/** Words and counts along the top bar. */
export function TopNavigation({ openLockouts }: { openLockouts: number }) {
  const path = usePathname()
  return (
    <nav className="nav" aria-label="Main">
      {places.map((place) => (
        <Link key={place.href} href={place.href} {...currentAt(place, path)}>
          {place.word}
          {place.href === '/lockouts' && openLockouts > 0 && <span className="n bad">{openLockouts}</span>}
        </Link>
      ))}
    </nav>
  )
}

/** The same at the foot of a phone; a decision page puts its own bar there. */
export function PhoneTabs({ openLockouts }: { openLockouts: number }) {
  const path = usePathname()
  const isDecision = /^\/lockouts\/./.test(path)
  return (
    <nav className={isDecision ? 'tabs away' : 'tabs'} aria-label="Main, phone">
      {places.map((place) => (
        <Link key={place.href} href={place.href} {...currentAt(place, path)}>
          <Icon name={place.icon} />
          {place.href === '/lockouts' && openLockouts > 0 ? `${place.word} ${openLockouts}` : place.word}
        </Link>
      ))}
    </nav>
  )
}

function currentAt(place: Place, path: string): { 'aria-current'?: 'page' } {
  const isHere = place.href === '/' ? path === '/' : path.startsWith(place.href)
  return isHere ? { 'aria-current': 'page' } : {}
}
