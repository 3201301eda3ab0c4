/** Somebody signed in who opens pages of the console. */
export interface ConsoleReader {
  /** Opens a page every `everyMs`, whether the last one has come or not, until told to stop; then how many came. */
  readonly openPages: (everyMs: number) => () => Promise<number>
}

/**
 * Signs in at a console.
 * @throws Error when the sign-in is refused, and later when a page is anything but a rendered one.
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
    if (response.status !== 200 || !text.includes('</html>')) {
      throw new Error(`${page} was answered ${response.status}`)
    }
  }
  for (const page of pages) await openPage(page)
  return {
    openPages: (everyMs) => {
      const opened: Promise<void>[] = []
      const timer = setInterval(() => {
        const opening = openPage(pages[opened.length % pages.length] ?? '/')
        // Its failure is told when the pages are counted; until then it must not end the process.
        opening.catch(() => undefined)
        opened.push(opening)
      }, everyMs)
      return async () => {
        clearInterval(timer)
        await Promise.all(opened)
        return opened.length
      }
    },
  }
}
