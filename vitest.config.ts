import { defineConfig } from 'vitest/config'

const database = { globalSetup: ['tests/support/database-setup.ts'] }

export default defineConfig({
  test: {
    environment: 'node',
    // A test that prints an error unexpectedly is a failing one; see tests/support/console-setup.ts.
    setupFiles: ['tests/support/console-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Most of a test on a database or a process is waiting.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: { name: 'property', include: ['tests/property/**/*.test.ts'], testTimeout: 120_000 },
      },
      {
        extends: true,
        test: { name: 'conformance', include: ['tests/conformance/**/*.test.ts'], testTimeout: 120_000 },
      },
      {
        extends: true,
        test: { name: 'architecture', include: ['tests/architecture/**/*.test.ts'], testTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          // A slow machine is no failure.
          testTimeout: 300_000,
          hookTimeout: 120_000,
          ...database,
        },
      },
    ],
  },
})
