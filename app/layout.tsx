import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { renderTime } from './render-time.ts'
import { parseTheme, parseZone, themeCookie, zoneCookie } from '#components/shell/cookies.ts'
import { Providers } from '#components/shell/providers.tsx'

export const metadata: Metadata = {
  title: { default: 'Interlock', template: '%s · Interlock' },
  description: 'The safety desk between autonomous agents and the social accounts they act on.',
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

/** Fonts, the chosen theme before the first paint, and what all pages share. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const theme = parseTheme(jar.get(themeCookie)?.value)
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      {...(theme !== 'system' && { 'data-theme': theme })}
    >
      <body>
        <Providers zone={parseZone(jar.get(zoneCookie)?.value)} renderedAtMs={renderTime()}>
          {children}
        </Providers>
      </body>
    </html>
  )
}
