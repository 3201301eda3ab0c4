import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { ConsoleShell } from '#components/shell/console-shell.tsx'
import { parseTheme, themeCookie } from '#components/shell/cookies.ts'
import { signOut } from '#app/actions/auth.ts'
import { readShell } from '#lib/services/console/read-shell.ts'
import { pageReader } from './page-reader.ts'

/** The frame of every signed-in page. Each page asks for the sign-in itself, since a layout is not rendered anew. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { context, viewer } = await pageReader('/')
  const [shell, jar] = await Promise.all([readShell(context, viewer), cookies()])
  return (
    <ConsoleShell initial={shell} theme={parseTheme(jar.get(themeCookie)?.value)} signOut={signOut}>
      {children}
    </ConsoleShell>
  )
}
