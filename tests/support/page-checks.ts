import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Collects what the browser complains about, from now on: uncaught errors, and console messages of these kinds. */
export function watchConsole(page: Page, kinds: readonly string[] = ['error', 'warning']): () => string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (kinds.includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return () => complaints
}

/** Nothing that axe knows to be wrong. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`),
  ).toEqual([])
}

/** The page is no wider than its window, once its charts are laid out for it. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const excess = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(excess).toBeLessThanOrEqual(0)
}
