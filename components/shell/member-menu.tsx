'use client'

import Link from 'next/link'
import { DropdownMenu } from 'radix-ui'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import { initials } from '#lib/shared/format-count.ts'
import { Icon } from '../ui/icon.tsx'
import { menuPlaces } from './navigation.tsx'

/** Who is signed in, the places that a phone's bar has no room for, and the way out. */
export function MemberMenu({ viewer, signOut }: { viewer: Viewer; signOut: () => Promise<void> }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="who hit"
        aria-label={`${viewer.name}, ${viewer.role}`}
        title={`${viewer.name}, ${viewer.role}`}
      >
        {initials(viewer.name)}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop" align="end" sideOffset={6}>
          <div className="who-name">
            <b>{viewer.name}</b>
            <span className="sub2">{viewer.role}</span>
          </div>
          {menuPlaces.map(({ href, word, icon }) => (
            <DropdownMenu.Item key={href} asChild>
              <Link href={href}>
                <Icon name={icon} />
                {word}
              </Link>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Item onSelect={() => void signOut()}>Sign out</DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
