import Link from 'next/link'

const places = [
  { href: '/settings', word: 'Executors' },
  { href: '/settings/deliveries', word: 'Deliveries' },
] as const

/** The pages of the settings, at the head of each. */
export function SettingsTabs({ current }: { current: (typeof places)[number]['href'] }) {
  return (
    <nav className="settings-tabs" aria-label="Settings">
      {places.map(({ href, word }) => (
        <Link key={href} href={href} {...(href === current && { 'aria-current': 'page' as const })}>
          {word}
        </Link>
      ))}
    </nav>
  )
}
