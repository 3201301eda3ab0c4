'use client'

import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { parseTheme, themeCookie, themes, writeCookie, type Theme } from './cookies.ts'

const words: Readonly<Record<Theme, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' }

/** Chooses light, dark or the system's theme; kept in a cookie so that no page flashes. */
export function ThemeMenu({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const choose = (value: string): void => {
    const next = parseTheme(value)
    setTheme(next)
    writeCookie(themeCookie, next)
    if (next === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = next
  }
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button size="small" className="no-phone">
          Theme
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop" align="end" sideOffset={6}>
          <DropdownMenu.RadioGroup value={theme} onValueChange={choose}>
            {themes.map((each) => (
              <DropdownMenu.RadioItem key={each} value={each}>
                <Icon name={each === theme ? 'check' : 'box'} className={each === theme ? '' : 'invisible'} />
                {words[each]}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
