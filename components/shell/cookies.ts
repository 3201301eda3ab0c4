/** Cookies of the reader's own choices; not secret, and readable by the page. */
export const themeCookie = 'interlock-theme'
export const zoneCookie = 'interlock-zone'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** What a theme cookie says; anything unknown is `system`. */
export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system'
}

/** The zone that a cookie names, if the server knows it; else UTC. */
export function parseZone(value: string | undefined): string {
  if (value === undefined) return 'UTC'
  try {
    return new Intl.DateTimeFormat('en', { timeZone: decodeURIComponent(value) }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

/** Keeps a choice for a year, in this browser. */
export function writeCookie(name: string, value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax`
}
