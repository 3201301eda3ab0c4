import { defineConfig, devices } from '@playwright/test'
import { ensureBrowser } from '#bin/setup/ensure-browser.ts'

const executablePath =
  process.env.INTERLOCK_TEST_BROWSER ?? ensureBrowser((sentence) => console.error(sentence))
// Chromium's sandbox refuses root. The rest keeps a packaged browser from calling home in the middle of a test.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/support/e2e-setup.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  // Each has a program of its own; most of a test is waiting.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Generous on purpose: a slow machine is no failure, and a right page never waits for these.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    launchOptions: { executablePath, args },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } } },
    { name: 'phone', use: { ...devices['Pixel 7'] } },
  ],
})
