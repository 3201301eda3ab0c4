/** Somebody signed in who opens pages of the console. */
export interface ConsoleReader {
  /** Opens a page; whether it was rendered. */
  readonly openPage: (page: string) => Promise<boolean>
  /** Opens a page every `everyMs`, whether the last one has come or not, until told to stop; then how many came. */
  readonly openPages: (everyMs: number) => () => Promise<OpenedPages>
}

/** What became of the pages that were opened. */
export interface OpenedPages {
  readonly rendered: number
  readonly failed: number
}

/**
 * Signs in at a console.
 * @throws Error when the sign-in is refused, or a first look at a page shows anything but a rendered one.
 */
export async function signIn(
  port: number,
  member: { readonly email: string; readonly password: string },
  pages: readonly string[],
): Promise<ConsoleReader> {
  const origin = `http://localhost:${port}`
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify(member),
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  if (!answer.ok || cookie === '') throw new Error(`signing in was answered ${answer.status}`)
  const openPage = async (page: string) => {
    const response = await fetch(`${origin}${page}`, { headers: { cookie }, redirect: 'manual' })
    const text = await response.text()
    return response.status === 200 && text.includes('</html>')
  }
  for (const page of pages) if (!(await openPage(page))) throw new Error(`${page} was not rendered`)
  return {
    openPage,
    openPages: (everyMs) => {
      const opened: Promise<boolean>[] = []
      const timer = setInterval(() => {
        opened.push(openPage(pages[opened.length % pages.length] ?? '/'))
      }, everyMs)
      return async () => {
        clearInterval(timer)
        const isRendered = await Promise.all(opened)
        const rendered = isRendered.filter(Boolean).length
        return { rendered, failed: opened.length - rendered }
      }
    },
  }
}
