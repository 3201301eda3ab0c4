import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '../..')

export default defineConfig({
  root,
  test: {
    include: ['tests/platforms/**/*.test.ts'],
    setupFiles: ['tests/support/console-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
