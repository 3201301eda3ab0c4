/** The server's clock as a page is rendered; the browser's first paint shows the same time. */
export function renderTime(): number {
  return Date.now()
}
